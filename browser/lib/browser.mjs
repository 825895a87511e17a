// Chromium of the system, headless, with an empty profile and nothing that calls home.
import { chromium } from "playwright-core"

export const openBrowser = (profile) => chromium.launch({
	executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
	env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
	args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync"],
})
