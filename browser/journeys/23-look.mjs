// A brand's look: a logo for every page, an icon for the tab, letters for headings; the other brand stays as it was.
import { png } from "../lib/png.mjs"
import { must, same } from "../lib/until.mjs"

const logo = { name: "logo.png", mimeType: "image/png", buffer: png(480, 96, [11, 90, 94]) }
const icon = { name: "icon.png", mimeType: "image/png", buffer: png(256, 256, [11, 90, 94]) }

const section = (admin, name) => admin.page.locator(`section[aria-labelledby="look-${name}"]`)

async function give(stage, admin, name, file) {
	const place = section(admin, name)
	await place.locator("input[type=file]").setInputFiles(file)
	if (stage.javaScript)
		await admin.until(() => place.locator("img").getAttribute("src").then((src) => src.startsWith("data:image/png")), "the preview")
	await admin.leave(place.getByRole("button", { name: new RegExp(stage.t("desk.save")) }))
	await admin.told("desk.look_saved")
}

async function letters(stage, admin) {
	await admin.page.getByLabel(stage.t("desk.look_font_nunito")).check()
	if (stage.javaScript) {
		const sample = admin.page.locator(".look-head")
		await admin.until(() => sample.evaluate((node) => getComputedStyle(node).fontFamily.includes("look-nunito")), "the preview of letters")
	}
	await admin.leave(section(admin, "font").getByRole("button", { name: new RegExp(stage.t("desk.save")) }))
	await admin.told("desk.look_saved")
}

async function strangerSees(stage) {
	const stranger = await stage.visit()
	await stranger.go("/about")
	await stranger.page.locator("header.top .brand-logo").first().waitFor()
	must(await stranger.page.locator('link[rel="apple-touch-icon"]').count() === 1, "an icon for the home screen")
	const card = await stranger.page.locator('meta[property="og:image"]').getAttribute("content")
	must(/^http.*\/media\/.*\/middle$/.test(card), `a card for shared links: ${card}`)
	if (stage.javaScript)
		must(await stranger.page.evaluate(() => document.fonts.ready.then(() => [...document.fonts].some((face) => face.family.includes("Nunito") && face.status === "loaded"))), "the letters came")
	await stranger.look()
	const other = await stage.visit({ brand: "b" })
	await other.go("/about")
	const logos = await other.page.locator(".brand-logo").evaluateAll((all) => all.map((one) => one.src))
	const given = new URL(card).pathname.replace("/middle", "")
	must(!logos.some((src) => new URL(src).pathname === given), `the other brand shows its own logo: ${logos}`)
}

export async function walk(stage) {
	const admin = await stage.person("jonas")
	await admin.go("/desk/look")
	await admin.look()
	await give(stage, admin, "logo", logo)
	await give(stage, admin, "icon", icon)
	await letters(stage, admin)
	await admin.look()
	await strangerSees(stage)
	for (const name of ["logo", "icon"]) {
		await admin.leave(section(admin, name).getByRole("button", { name: new RegExp(stage.t("desk.look_remove")) }))
		await admin.told("desk.look_saved")
	}
	await admin.page.getByLabel(stage.t("desk.look_font_system")).check()
	await admin.leave(section(admin, "font").getByRole("button", { name: new RegExp(stage.t("desk.save")) }))
	await admin.told("desk.look_saved")
}
