// Pictures: a question shows one to everybody, a document is refused kindly, a face stands beside a name and goes again.
import { png } from "../lib/png.mjs"
import { must, same } from "../lib/until.mjs"

const titles = { de: (turn) => `Die Lampe blinkt rot (${turn})`, en: (turn) => `The lamp blinks red (${turn})` }
const seen = { de: "Rote Lampe an der Box", en: "A red lamp on the box" }
const photo = { name: "IMG_0042.png", mimeType: "image/png", buffer: png(1600, 900) }
const portrait = { name: "ich.png", mimeType: "image/png", buffer: png(600, 800, [30, 110, 120]) }
const broken = { name: "kaputt.png", mimeType: "image/png", buffer: png(40, 40).subarray(0, 60) }

// With a script a chosen file is in the text at once; without one a step of its own carries the form through.
async function addPicture(stage, ana) {
	const file = ana.page.locator("input[type=file]")
	if (stage.javaScript) {
		await file.setInputFiles(broken)
		await ana.sees(stage.t("image.broken"), ana.main().locator("[data-upload-list]"))
		await file.setInputFiles(photo)
		await ana.main().locator("[data-upload-list]").getByLabel(stage.t("upload.about")).fill(seen[stage.language])
		const text = await ana.field("ask.body_label").inputValue()
		must(text.includes(`![${seen[stage.language]}](/media/`), `the text shows the picture: ${text}`)
		await ana.look()
		return
	}
	await file.setInputFiles(broken)
	await ana.press("upload.add")
	await ana.sees(stage.t("image.broken"))
	await ana.page.locator("input[type=file]").setInputFiles(photo)
	await ana.field("upload.about").fill(seen[stage.language])
	await ana.press("upload.add")
	await ana.sees(stage.t("media.step_lead"))
	const kept = await ana.field("media.step_text").inputValue()
	must(kept.startsWith("Seit heute.") && kept.includes(`![${seen[stage.language]}](/media/`), `what was typed is kept: ${kept}`)
	await ana.press("media.step_go_on")
}

async function ask(stage, ana) {
	await ana.go("/ask")
	await ana.field("ask.title_label").fill(titles[stage.language](stage.turn))
	await ana.field("ask.body_label").fill("Seit heute.")
	await ana.choose("ask.board_label", "WLAN")
	await addPicture(stage, ana)
	if (stage.javaScript) await ana.press("ask.next")
	if (await ana.role("heading", "ask.check_title").count()) await ana.press("ask.post")
	await ana.at(/^\/threads\/\d+$/)
	await ana.look()
	return ana.path
}

async function strangerSees(stage, path) {
	const stranger = await stage.visit()
	await stranger.go(path)
	const picture = stranger.main().getByAltText(seen[stage.language])
	await picture.scrollIntoViewIfNeeded()
	same(await picture.getAttribute("width"), "800", "the room that the page leaves")
	same(await picture.getAttribute("height"), "450", "the room that the page leaves")
	await stranger.until(() => picture.evaluate((image) => image.complete && image.naturalWidth === 800).catch(() => true), "the picture to come")
	await stranger.look()
	// In a tab of its own: there the browser's viewer wants styles that a picture's policy forbids.
	const tab = await stranger.context.newPage()
	const whole = await tab.goto(stranger.address(await stranger.main().locator("a.picture").first().getAttribute("href")))
	await tab.close()
	same(`${whole.status()} ${whole.headers()["content-type"]}`, "200 image/webp", "the whole picture")
	return stranger
}

async function face(stage, ana, stranger, path) {
	await ana.go("/me/picture")
	await ana.look()
	await ana.page.locator("input[type=file]").setInputFiles(portrait)
	await ana.leave(ana.page.getByRole("button", { name: new RegExp(`${stage.t("member.picture_give")}|${stage.t("member.picture_change")}`) }))
	await ana.told("member.picture_saved")
	await ana.look()
	await stranger.go(path)
	same(await stranger.main().locator(".post .avatar img").count() > 0, true, "a face beside the name")
	await stranger.look()
	await ana.go("/me/picture")
	await ana.press("member.picture_remove", ana.main())
	await ana.told("member.picture_removed")
	await stranger.go(path)
	same(await stranger.main().locator(".post .avatar img").count(), 0, "faces after it was removed")
}

export async function walk(stage) {
	const ana = await stage.person("ana")
	const path = await ask(stage, ana)
	const stranger = await strangerSees(stage, path)
	await face(stage, ana, stranger, path)
}
