// Objecting, deciding, telling: a member flags a question, a moderator hides it with reasons, its author reads why, and it comes
// back; a stranger reports something illegal without an account.
import { customers } from "../lib/stage.mjs"
import { way } from "../lib/letters.mjs"
import { png } from "../lib/png.mjs"
import { must, same } from "../lib/until.mjs"

const photo = { name: "nachbar.png", mimeType: "image/png", buffer: png(400, 300) }
const facts = "Die Frage nennt den Namen und die Nummer eines Nachbarn."

async function addPicture(stage, author) {
	await author.page.locator("input[type=file]").setInputFiles(photo)
	if (stage.javaScript) {
		await author.main().locator("[data-upload-list]").getByLabel(stage.t("upload.about")).fill("Der Nachbar")
		return
	}
	await author.field("upload.about").fill("Der Nachbar")
	await author.press("upload.add")
	await author.press("media.step_go_on")
}

async function ask(stage, author, title) {
	await author.go("/ask")
	await author.field("ask.title_label").fill(title)
	await author.field("ask.body_label").fill(`Mein Nachbar stört das WLAN, so erreicht ihr ihn: nebenan. ${stage.own}`)
	await author.choose("ask.board_label")
	await addPicture(stage, author)
	if (stage.javaScript) await author.press("ask.next")
	if (await author.role("heading", "ask.check_title").count()) await author.press("ask.post")
	await author.at(/^\/threads\/\d+$/)
	same(await author.link("flag.link", author.main()).count(), 0, "the link to report one's own question")
	return author.path
}

async function flag(stage, reader, path) {
	await reader.go(path)
	await reader.follow("flag.link", reader.main())
	await reader.at("/flags/new")
	await reader.look()
	await reader.main().getByRole("radio", { name: stage.t("flag.reason_privacy") }).check()
	await reader.field("flag.text").fill("Da steht, wo jemand wohnt.")
	await reader.press("flag.send", reader.main())
	await reader.told("flag.thanks")
}

// j and k walk, x ticks, Enter opens; nothing of it while somebody writes.
async function openByKeys(moderator, title) {
	const { keyboard } = moderator.page
	const at = () => moderator.page.evaluate(() => document.activeElement.textContent)
	const ticked = () => moderator.main().locator("[data-keys-list] input:checked").count()
	await moderator.main().locator("[data-keys-hint]").waitFor()
	await keyboard.press("j")
	const first = await at()
	await keyboard.press("x")
	same(await ticked(), 1, "ticked by its key")
	await keyboard.press("x")
	same(await ticked(), 0, "ticked no more")
	for (let i = 0; i < 26 && await at() !== title; i++) await keyboard.press("j")
	same(await at(), title, "reached by keys")
	if (first !== title) {
		await keyboard.press("k")
		must(await at() !== title, "k goes back")
		await keyboard.press("j")
	}
	await Promise.all([moderator.page.waitForURL(/\/desk\/moderation\/\d+$/), keyboard.press("Enter")])
}

async function pictureIsVeiled(stage, moderator) {
	const picture = moderator.main().getByAltText("Der Nachbar").first()
	const veil = () => picture.evaluate((image) => getComputedStyle(image).filter)
	must((await veil()).startsWith("blur("), "the picture is blurred at first")
	await moderator.field("moderation.show_pictures", moderator.main()).check()
	same(await veil(), "none", "the veil of a picture that is wanted")
}

async function hide(stage, moderator, title) {
	await moderator.go("/desk")
	await moderator.look()
	await moderator.go("/desk/moderation?show=flagged")
	await moderator.look()
	if (stage.javaScript) await openByKeys(moderator, title)
	else await moderator.leave(moderator.main().getByRole("link", { name: title }))
	await moderator.sees("Da steht, wo jemand wohnt.")
	await moderator.look()
	await pictureIsVeiled(stage, moderator)
	await moderator.press("moderation.claim", moderator.main())
	await moderator.sees(stage.t("moderation.held_by_me"))
	await moderator.main().getByRole("radio", { name: stage.t("moderation.do_hide") }).check()
	if (stage.javaScript) { // the key only leads there: nothing is decided by a slip
		await moderator.page.keyboard.press("d")
		same(await moderator.page.evaluate(() => document.activeElement.dataset.key), "d", "the key's button")
		await moderator.page.keyboard.press("Enter")
	} else {
		await moderator.press("moderation.decide_do", moderator.main())
	}
	await moderator.told("moderation.facts_missing")
	await moderator.field("moderation.facts").fill(facts)
	await moderator.press("moderation.decide_do", moderator.main())
	await moderator.told("moderation.done")
}

async function isHidden(stage, author, reader, path, mark) {
	const stranger = await stage.visit()
	await stranger.go(path, 404)
	await reader.go(path, 404)
	const letter = await stage.mail.wait(mark, author.mail, (one) => one.text.replace(/\s+/g, " ").includes(facts), "the reasons")
	await author.go(path)
	await author.told("moderation.hidden_note")
	await author.look()
	await author.follow("moderation.hidden_why", author.main())
	await author.at(/^\/decisions\/\d+$/)
	await author.sees(facts)
	await author.look()
	must(letter.text.includes("/decisions/"), "the mail leads to the decision")
	await author.go("/decisions")
	await author.look()
}

async function comesBack(stage, moderator, reader, title, path) {
	await moderator.go("/desk/moderation?show=closed")
	await moderator.look()
	await moderator.leave(moderator.main().getByRole("link", { name: title }))
	await moderator.press("moderation.reverse_do", moderator.main())
	await moderator.told("moderation.reversed")
	await reader.go(path)
}

async function report(stage, moderator, path) {
	const stranger = await stage.visit()
	const mail = `meldung${stage.turn}@example.org`
	await stranger.go(path)
	await stranger.follow("flag.link", stranger.main())
	await stranger.look()
	await stranger.follow("report.title", stranger.main())
	await stranger.look()
	await stranger.main().getByRole("radio", { name: stage.t("report.category_privacy") }).check()
	await stranger.field("report.reason").fill("Dort steht ohne Erlaubnis, wo mein Bruder wohnt.")
	await stranger.field("report.name", stranger.main()).fill("Nora Nachbar")
	await stranger.field("report.mail", stranger.main()).fill(mail)
	await stranger.field("report.good_faith").check()
	const mark = stage.mail.mark()
	await stranger.press("report.send", stranger.main())
	await stranger.at("/reports/sent")
	await stranger.look()
	const letter = await stage.mail.wait(mark, mail, (one) => one.text.includes("/reports/confirm/"), "the mail to confirm")
	await stranger.go(way(letter, "/reports/confirm/[^\"]+"))
	await stranger.look()
	await stranger.press("report.confirm_do", stranger.main())
	await stranger.told("report.arrived")
	await stranger.sees(stage.t("report.state_open"))
	await stranger.look()
	await moderator.go("/desk/moderation?show=reported")
	await moderator.look()
}

export async function walk(stage) {
	const author = await stage.member(customers[(2 * stage.turn) % customers.length])
	const reader = await stage.member(customers[(2 * stage.turn + 1) % customers.length])
	const moderator = await stage.person("mira")
	const title = `Nachbar stört mein Funknetz, Fall ${stage.turn}`
	const path = await ask(stage, author, title)
	await flag(stage, reader, path)
	const mark = stage.mail.mark()
	await hide(stage, moderator, title)
	await isHidden(stage, author, reader, path, mark)
	await comesBack(stage, moderator, reader, title, path)
	await report(stage, moderator, path)
}
