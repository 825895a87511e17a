// Questions, wide: tags, me too, asked back, a quote that calls by name, earlier texts, drafts that wait, merging.
import { must, same } from "../lib/until.mjs"

async function ask(stage, ana, title) {
	await ana.go("/ask")
	await ana.fill({ "ask.title_label": title, "ask.body_label": `Seit dem Umzug findet mein Drucker das Netz nicht. ${stage.own}` })
	await ana.choose("ask.board_label", "WLAN")
	await ana.fill({ "tag.field": "Drucker, Umzug" })
	await ana.look()
	await ana.press("ask.next")
	if (await ana.role("heading", "ask.check_title").count()) await ana.press("ask.post")
	await ana.at(/^\/threads\/\d+$/)
	await ana.told("thread.posted")
	return ana.path
}

async function draft(stage, ben, path) {
	const text = `Ich schaue morgen nach (${stage.turn}).`
	await ben.go(path)
	await ben.field("post.reply_label").fill(text)
	await ben.press("unsent.keep")
	await ben.told("unsent.kept")
	await ben.look()
	await ben.leave(ben.page.locator(`main a[href="${path}#reply"]`))
	same(await ben.field("post.reply_label").inputValue(), text, "the draft in the reply")
	await ben.field("post.reply_label").fill("")
}

async function askBack(stage, ben, ana, path) {
	await ben.go(path)
	await ben.press("metoo.say")
	await ben.told("metoo.said")
	await ben.field("post.reply_label").fill(`Welches Modell ist es, und was steht im Display? (${stage.turn}) ${stage.own}`)
	await ben.field("need.box").check()
	await ben.press("post.reply")
	await ben.told("need.asked")
	await ben.look()
	await ana.go(path)
	await ana.sees(stage.t("need.you"))
	await ana.look()
	await ana.follow("post.quote", ana.item("Welches Modell", "li.post"))
	const quote = await ana.field("post.reply_label").inputValue()
	must(/^> .*\/posts\/\d+/.test(quote), `the quote names its post: ${quote}`)
	await ana.field("post.reply_label").fill(`${quote}Es ist der kleine. Danke, @${ben.name || "Ben"}! ${stage.own}`)
	await ana.press("post.reply")
	await ana.told("post.posted")
	must(await ana.main().locator(".flash-warn").count() === 0, "nothing is missing any more")
}

async function change(stage, ana, path) {
	await ana.go(path)
	await ana.follow("post.edit", ana.item("Seit dem Umzug", "li.post"))
	await ana.field("ask.body_label").fill(`Seit dem Umzug findet mein Laserdrucker das Netz nicht. ${stage.own}`)
	await ana.press("post.save")
	await ana.told("post.edited")
	await ana.follow("post.edited_at")
	await ana.at(/^\/posts\/\d+\/history$/)
	same((await ana.main().locator("ins").first().innerText()).trim().endsWith("Laserdrucker"), true, "the new word is marked")
	await ana.look()
}

async function merge(stage, mira, ana, path) {
	const double = await ask(stage, ana, `Drucker findet nach dem Umzug kein Netz, zweites Mal (${stage.turn})`)
	await mira.go(double)
	await mira.follow("care.moderate")
	await mira.look()
	const card = mira.main().locator("section.card", { hasText: stage.t("care.merge_title") })
	await mira.field("care.merge_to", card).fill(path)
	await mira.field("care.why", card).fill("Das ist dieselbe Frage.")
	await mira.press("care.merge", card)
	await mira.at(path)
	await mira.told("care.merged")
	const stranger = await stage.visit()
	await stranger.go(double)
	await stranger.at(path)
	await stranger.look()
	const data = JSON.parse(await stranger.page.locator("script[type='application/ld+json']").textContent())
	same(data["@type"], "QAPage", "linked data of a question")
	same(await stranger.page.locator("link[rel=canonical]").getAttribute("href").then((href) => new URL(href).pathname), path, "canonical")
	await stranger.leave(stranger.page.locator("main a[rel=tag]", { hasText: "Drucker" }).first())
	await stranger.at("/tags/drucker")
	await stranger.look()
	await stranger.go("/tags")
	await stranger.look()
}

async function split(stage, mira, path) {
	await mira.go(`${path}/care`)
	const form = mira.main().locator("form[action$='/split']")
	await form.locator("input[type=checkbox]").last().check()
	await mira.field("care.split_name", form).fill(`Eine andere Sache (${stage.turn})`)
	await mira.field("care.why", form).fill("Gehört nicht hierher.")
	await mira.press("care.split", form)
	await mira.told("care.split_done")
	await mira.go(path)
	await mira.sees(stage.t("post.moved"))
	await mira.look()
	await mira.go("/desk/tags")
	await mira.look()
}

export async function walk(stage) {
	const [ana, ben, mira] = [await stage.person("ana"), await stage.person("ben"), await stage.person("mira")]
	const path = await ask(stage, ana, `Drucker findet nach dem Umzug kein Netz (${stage.turn})`)
	await draft(stage, ben, path)
	await askBack(stage, ben, ana, path)
	await change(stage, ana, path)
	await merge(stage, mira, ana, path)
	await split(stage, mira, path)
}
