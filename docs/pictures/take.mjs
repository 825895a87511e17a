// Takes the README's pictures from a running demo:  ./run demo --port 8080 &  node docs/pictures/take.mjs http://a.localhost:8080
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const { chromium } = createRequire(join(here, "../../browser/package.json"))("playwright-core")
const base = process.argv[2] ?? "http://a.localhost:8080"
const phone = { width: 390, height: 844 }, desk = { width: 1100, height: 900 }

const pictures = [
	{ name: "home", size: phone, go: (page) => page.goto(base + "/") },
	{ name: "thread", size: phone, go: async (page) => {
		await page.goto(base + "/")
		await page.click('main a:has-text("SIM sperren")')
	} },
	{ name: "services", size: desk, go: (page) => page.goto(base + "/services?place=50667&radius=25&day=&category=&language=") },
	{ name: "booking", size: phone, as: "ana@example.org", go: async (page) => {
		await page.goto(base + "/me/matters")
		await page.click('main a[href^="/bookings/"]')
	} },
]

async function signIn(page, mail) {
	await page.goto(base + "/login")
	await page.fill("input[name=mail]", mail)
	await page.fill("input[name=password]", "heinzel-demo")
	await page.click('main form[action="/login"] button')
	await page.waitForURL((url) => url.pathname !== "/login")
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] })
for (const picture of pictures) {
	const context = await browser.newContext({ viewport: picture.size, locale: "de-DE" })
	const page = await context.newPage()
	if (picture.as)
		await signIn(page, picture.as)
	await picture.go(page)
	await page.waitForLoadState("load")
	await page.evaluate(() => document.fonts.ready)
	await page.screenshot({ path: join(here, picture.name + ".png") })
	await context.close()
}
await browser.close()
