// A product gets a picture: seen in the catalogue, on its page, beside one's devices and where its link is shared; then it goes again.
import { png } from "../lib/png.mjs"
import { must, same } from "../lib/until.mjs"

const words = { de: "Die Box von vorn", en: "The box from the front" }
const photo = { name: "IMG_7.png", mimeType: "image/png", buffer: png(900, 700, [30, 110, 120]) }
const broken = { name: "kaputt.png", mimeType: "image/png", buffer: png(40, 40).subarray(0, 60) }

async function give(stage, admin, name) {
	await admin.go("/desk/products")
	await admin.leave(admin.main().getByRole("link", { name, exact: true }))
	await admin.follow("product.picture", admin.main())
	await admin.look()
	await admin.page.locator("input[type=file]").setInputFiles(broken)
	await admin.field("product.picture_about").fill(words[stage.language])
	await admin.press("product.picture_save", admin.main())
	await admin.told("image.broken")
	same(await admin.field("product.picture_about").inputValue(), words[stage.language], "what was typed")
	await admin.look()
	await admin.page.locator("input[type=file]").setInputFiles(photo)
	await admin.press("product.picture_save", admin.main())
	await admin.told("product.picture_saved")
	await admin.look()
}

async function seen(stage, name) {
	const stranger = await stage.visit()
	await stranger.go("/products")
	await stranger.item(name).locator("img.thing-face").waitFor()
	await stranger.look()
	await stranger.leave(stranger.main().getByRole("link", { name, exact: true }))
	await stranger.main().getByRole("img", { name: words[stage.language] }).waitFor()
	must(await stranger.page.evaluate(() => document.querySelector(".pictured-face img").naturalWidth > 0), "the picture came")
	const card = await stranger.page.locator('meta[property="og:image"]').getAttribute("content")
	must(/^http.*\/media\/\d+-900x700\/card$/.test(card), `a card for shared links: ${card}`)
	await stranger.look()
	const answer = await stranger.page.goto(card)
	same(answer.headers()["content-type"], "image/jpeg", "the card's type")
}

export async function walk(stage) {
	const admin = await stage.person("jonas")
	await admin.go("/products")
	const name = (await admin.main().locator(".card h2").nth(stage.turn % 4).innerText()).trim()
	await give(stage, admin, name)
	await seen(stage, name)
	await admin.press("product.picture_remove", admin.main())
	await admin.told("product.picture_removed")
	await admin.look()
}
