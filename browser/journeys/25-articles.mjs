// What solved one matter helps the next: a solved thread becomes a guide, readers say whether it helped, a guest comments;
// a code on the box leads to the product, and what one owns stands ready.  The brand imports its catalogue.
import { readFileSync } from "node:fs"
import { way } from "../lib/letters.mjs"
import { members } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

const lines = (name) => readFileSync(new URL(`../../demo/${name}`, import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line))
const written = new Set(lines("articles.jsonl").map((article) => article.thread))
const member = (key) => members.find((one) => one.brand === "a" && one.key === key && !one.demo_login)
const solver = (thread) => member(thread.posts.find((post) => post.solution)?.author)
// Solved by somebody who comes in by mail, not written up yet: each dress takes one of its own.
const sources = lines("threads.jsonl").filter((thread) => thread.brand === "a" && solver(thread) && !written.has(thread.title))

async function writeGuide(stage, thread) {
	const author = await stage.member(solver(thread))
	await author.go(`/search?q=${encodeURIComponent(thread.title)}`)
	await author.main().getByRole("link", { name: thread.title }).first().click()
	await author.at(/^\/threads\/\d+$/)
	const source = author.path
	await author.follow("article.make", author.main())
	await author.at("/articles/new")
	const title = `${thread.title.slice(0, 60)} (${stage.turn})`
	await author.field("article.title_label", author.main()).fill(title)
	await author.look()
	await author.field("article.title_label", author.main()).fill("Zu")
	await author.press("article.preview", author.main())
	if (!stage.javaScript) await author.told("field.too_short")
	await author.look()
	await author.field("article.title_label", author.main()).fill(title)
	await author.press("article.preview", author.main())
	await author.main().locator(".preview").waitFor()
	same(await author.field("article.title_label", author.main()).inputValue(), title, "the title after the preview")
	if (stage.javaScript) await author.look()
	await author.press("article.publish", author.main())
	await author.at(/^\/articles\/\d+$/)
	await author.told("article.came_out")
	await author.sees(thread.title, author.main())
	await author.look()
	const guide = author.path
	await author.go(source)
	await author.main().getByRole("link", { name: title }).waitFor()
	await author.go("/me/articles")
	await author.main().getByRole("link", { name: title }).waitFor()
	await author.look()
	return { author, guide, title }
}

async function readAndAnswer(stage, { guide, title }) {
	const stranger = await stage.visit()
	await stranger.go("/articles?kind=guide")
	await stranger.main().getByRole("link", { name: title }).waitFor()
	await stranger.look()
	await stranger.go("/guides")
	await stranger.look()
	await stranger.leave(stranger.main().getByRole("link", { name: title }))
	await stranger.at(guide)
	same((await stranger.context.cookies()).filter((cookie) => cookie.name.includes("reader")).length, 0, "marks left by reading")
	await stranger.look()
	await stranger.press("article.helped_yes", stranger.main())
	await stranger.told("article.thanks")
	await stranger.press("article.helped_no", stranger.main())
	await stranger.at(`${guide}/missed`)
	await stranger.look()
	await stranger.field("article.missed_label").fill("Und wenn das Menü anders aussieht?")
	await stranger.press("article.missed_ask", stranger.main())
	await stranger.at("/ask")
	same(await stranger.field("ask.title_label").inputValue(), "Und wenn das Menü anders aussieht?", "the question's title")
	return stranger
}

async function guestComments(stage, stranger, guide) {
	const mail = `gast${stage.turn}@example.org`
	const words = `Bei mir ging es so auch, Fall ${stage.turn}. ${stage.own}`
	await stranger.go(guide)
	await stranger.follow("comment.write", stranger.main())
	await stranger.field("comment.body").fill(words)
	await stranger.field("comment.name").fill(`Gast ${stage.turn}`)
	await stranger.field("comment.mail").fill(mail)
	await stranger.look()
	const mark = stage.mail.mark()
	await stranger.press("comment.send", stranger.main())
	await stranger.at("/drafts/sent")
	await stranger.go(guide)
	await stranger.seesNot(words)
	const letter = await stage.mail.wait(mark, mail, (one) => one.text.includes("/drafts/confirm/"), "the comment's letter")
	await stranger.go(way(letter, "/drafts/confirm/[^\"]+"))
	await stranger.press("identity.draft_button", stranger.main())
	await stranger.page.waitForURL((url) => url.pathname === guide, { timeout: 30000 })
	await stranger.sees(words)
	await stranger.look()
}

async function ownDevice(stage, person) {
	const stranger = await stage.visit()
	await stranger.go("/p/GIBTESNICHT", 404)
	await stranger.look()
	await stranger.go("/p/nf-2")
	await stranger.at("/products/mesh-2")
	await stranger.look()
	await person.go("/p/NF2")
	await person.press("product.have", person.main())
	await person.at("/me/devices")
	await person.told("device.added")
	await person.look()
	await person.leave(person.main().getByRole("link", { name: "Funkbrücke 2" }).first())
	await person.field("device.nickname").fill("im Stall")
	await person.look()
	await person.press("device.save", person.main())
	await person.told("device.changed")
	await person.go("/help")
	await person.sees("im Stall")
	await person.look()
	await person.go("/me/devices")
	await person.leave(person.main().getByRole("link", { name: "im Stall" }))
	await person.follow("device.remove", person.main())
	await person.look()
	await person.press("device.remove", person.main())
	await person.told("device.removed")
}

async function catalogue(stage) {
	const jonas = await stage.person("jonas")
	const file = (text) => ({ name: "produkte.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
	const key = `neu-${stage.turn}`
	await jonas.go("/desk/catalogue")
	await jonas.look()
	await jonas.field("catalog.file").setInputFiles(file(`key;name;kind;codes\n${key};Neues Gerät ${stage.turn};router;NEU${stage.turn}\nFalsch;x;y;\n`))
	await jonas.press("catalog.send", jonas.main())
	await jonas.sees(stage.t("catalog.looked"))
	await jonas.sees(stage.t("product.key_wrong"))
	await jonas.look()
	await jonas.go(`/products/${key}`, 404)
	await jonas.go("/desk/catalogue")
	await jonas.field("catalog.file").setInputFiles(file(`key;name;kind;codes\n${key};Neues Gerät ${stage.turn};router;NEU${stage.turn}\n`))
	await jonas.main().getByRole("radio").nth(1).check()
	await jonas.press("catalog.send", jonas.main())
	await jonas.sees(stage.t("catalog.taken"))
	await jonas.go(`/p/NEU${stage.turn}`)
	await jonas.at(`/products/${key}`)
	await jonas.go("/desk/products")
	await jonas.leave(jonas.main().getByRole("link", { name: `Neues Gerät ${stage.turn}` }).first())
	await jonas.follow("code.title", jonas.main())
	await jonas.look()
	await jonas.follow("code.sheet", jonas.main())
	same(await jonas.main().locator(".labels-one").count(), 12, "labels")
	await jonas.look()
}

export async function walk(stage) {
	must(sources.length >= 8, `${sources.length} threads to write up`)
	const made = await writeGuide(stage, sources[stage.turn % sources.length])
	const stranger = await readAndAnswer(stage, made)
	await guestComments(stage, stranger, made.guide)
	await ownDevice(stage, made.author)
	await catalogue(stage)
}
