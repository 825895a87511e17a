// A stranger asks first and confirms the mail address last; an answer comes back by mail.
import { way } from "../lib/letters.mjs"
import { same } from "../lib/until.mjs"

export async function walk(stage) {
	const stranger = await stage.visit()
	const mail = `fremd${stage.turn}@example.org`
	const title = `Der Würfel zeigt nur Schnee, Fall ${stage.turn}`
	await stranger.go("/ask")
	await stranger.field("ask.title_label").fill(title)
	await stranger.field("ask.body_label").fill(`Seit dem Gewitter rauscht es nur noch. ${stage.own}`)
	await stranger.choose("ask.board_label", "Fernsehen")
	await stranger.choose("ask.product_label", "TV Würfel")
	await stranger.field("ask.name_label").fill(`Fremde ${stage.turn}`)
	await stranger.field("ask.mail_label").fill(mail)
	await stranger.look()
	const mark = stage.mail.mark()
	await stranger.press("ask.next")
	if (await stranger.role("heading", "ask.check_title").count()) await stranger.press("ask.post")
	await stranger.at("/drafts/sent")
	await stranger.told("identity.draft_sent")
	await stranger.look()

	const other = await stage.visit()
	await other.go("/boards/tv")
	same(await other.main().getByRole("link", { name: title }).count(), 0, "nothing is published before the mail is confirmed")

	const letter = await stage.mail.wait(mark, mail, (one) => one.text.includes("/drafts/confirm/"), "the draft's letter")
	await stranger.go(way(letter, "/drafts/confirm/[^\"]+"))
	await stranger.look()
	await stranger.press("identity.draft_button", stranger.main())
	await stranger.page.waitForURL((url) => url.pathname.startsWith("/threads/"))
	await stranger.told("identity.draft_posted")
	await stranger.role("heading", "help.title").count()
	await stranger.page.getByRole("heading", { level: 1, name: title }).waitFor()
	await stranger.look()

	await other.go("/boards/tv")
	await other.main().getByRole("link", { name: title }).waitFor()
}
