// The main job by solution: a stranger finds, a member asks, another answers, the asker marks what helped,
// and the next one finds it.
import { must, until } from "../lib/until.mjs"

const titles = {
	de: (turn) => `Gäste-WLAN auf der Box 7: Fehlermeldung Nummer ${turn}`,
	en: (turn) => `Gäste-WLAN on the Box 7: error message number ${turn}`,
}

async function strangerReads(stage) {
	const stranger = await stage.visit()
	await stranger.go("/")
	await stranger.look()
	await stranger.main().getByRole("searchbox").fill("Gäste WLAN Drucker")
	await stranger.press("frame.find", stranger.main())
	await stranger.at("/search")
	await stranger.look()
	await stranger.main().getByRole("link", { name: /Gäste-WLAN/ }).first().click()
	await stranger.at(/^\/threads\/\d+$/)
	await stranger.sees(stage.t("post.solution"))
	await stranger.look()
}

async function ask(stage, ana, title) {
	await ana.go("/help")
	await ana.look()
	await ana.follow("help.ask", ana.main())
	await ana.at("/ask")
	await ana.field("ask.title_label").pressSequentially(title)
	if (stage.javaScript) {
		await ana.main().locator("[data-similar]").getByRole("link").first().waitFor()
		const links = await ana.main().locator("[data-similar]").getByRole("link").count()
		must(links >= 1 && links <= 5, `${links} similar threads while typing`)
	}
	await ana.field("ask.body_label").fill(`Seit gestern steht da **Fehler 17**.\n\n- Neustart half nicht\n- Kabel ist fest\n\n${stage.own}`)
	await ana.choose("ask.board_label", "WLAN")
	await ana.look()
	await ana.press("ask.next")
	if (await ana.role("heading", "ask.check_title").count()) {
		await ana.sees(stage.t("ask.check_lead"))
		await ana.press("ask.post")
	}
	await ana.at(/^\/threads\/\d+$/)
	await ana.told("thread.posted")
	await ana.look()
	return ana.path
}

async function answer(stage, ben, path) {
	await ben.go(path)
	const text = `Der Fehler 17 geht weg, wenn man die Uhr der Box stellt (${stage.turn}). ${stage.own}`
	await ben.field("post.reply_label").fill(text)
	if (stage.javaScript) {
		await ben.press("post.preview")
		await ben.sees(text, ben.main().locator("[data-preview]"))
	}
	await ben.press("post.reply")
	await ben.told("post.posted")
	await ben.look()
	return text
}

async function findBySearch(stage, title) {
	const stranger = await stage.visit()
	await until(async () => {
		await stranger.go(`/search?q=${encodeURIComponent(title)}`)
		return stranger.main().getByRole("link", { name: title }).count()
	}, "the thread to be found by search")
	const found = stranger.main().locator("li", { has: stranger.page.getByRole("link", { name: title }) }).first()
	await stranger.sees(stage.t("thread.solved"), found)
	await found.getByRole("link", { name: title }).click()
	await stranger.sees(stage.t("post.solution"))
}

export const isMain = true

export async function walk(stage) {
	await strangerReads(stage)
	const ana = await stage.person("ana")
	const ben = await stage.person("ben")
	const title = titles[stage.language](stage.turn)
	const path = await ask(stage, ana, title)
	const text = await answer(stage, ben, path)
	must(await ben.button("solution.mark").count() === 0, "only who asked may mark the solution")

	await ana.go(path)
	await ana.press("solution.mark", ana.item(text, "li.post"))
	await ana.told("solution.marked")
	await ana.sees(stage.t("post.solution"), ana.item(text, "li.post"))
	await ana.look()
	await findBySearch(stage, title)

	await ana.go(path)
	await ana.press("solution.undo", ana.item(text, "li.post"))
	await ana.told("solution.undone")
	await ana.sees(stage.t("thread.unsolved"), ana.main().locator("header.head"))
}
