// Objecting, deciding, telling: a member flags a question, a moderator hides it with reasons, its author reads why, and it comes
// back; a stranger reports something illegal without an account.
import { customers } from "../lib/stage.mjs"
import { way } from "../lib/letters.mjs"
import { must, same } from "../lib/until.mjs"

const facts = "Die Frage nennt den Namen und die Nummer eines Nachbarn."

async function ask(stage, author, title) {
	await author.go("/ask")
	await author.field("ask.title_label").fill(title)
	await author.field("ask.body_label").fill(`Mein Nachbar stört das WLAN, so erreicht ihr ihn: nebenan. ${stage.own}`)
	await author.choose("ask.board_label")
	await author.press("ask.next")
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

async function hide(stage, moderator, title) {
	await moderator.go("/desk")
	await moderator.look()
	await moderator.go("/desk/moderation?show=flagged")
	await moderator.look()
	await moderator.leave(moderator.main().getByRole("link", { name: title }))
	await moderator.sees("Da steht, wo jemand wohnt.")
	await moderator.look()
	await moderator.press("moderation.claim", moderator.main())
	await moderator.sees(stage.t("moderation.held_by_me"))
	await moderator.main().getByRole("radio", { name: stage.t("moderation.do_hide") }).check()
	await moderator.press("moderation.decide_do", moderator.main())
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

export const dresses = [
	{ language: "de", width: "desktop", javaScript: true }, { language: "en", width: "phone", javaScript: false },
]

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
