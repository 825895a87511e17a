// One matter over every step of the ladder: a stranger types three words and finds nothing, asks, gets an answer that does
// not help; who knows most is asked, then the brand's service, whose answer does not help either; a neighbour comes, and
// what helped becomes a guide.  The next stranger types the same three words and reads it.  At each step the matter's page
// says who has it and what comes next.  What takes days is done by a house whose clock is moved on.
import { openHouse } from "../lib/house.mjs"
import { way } from "../lib/letters.mjs"
import { customers, helpers, members, openStage } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"
import { accept, makeTask, offer, reviews, visit, wall, writeBack } from "../lib/visit.mjs"

const hour = 3600e3
const words = "Babyfon knistert dauernd"
const title = `${words} neben der Box 7`
const fix = "Das Babyfon sendet auf Kanal 11; mit der Box 7 auf Kanal 1 ist es still."
const note = "Bin nur abends zu Hause."

async function search(stranger) {
	await stranger.go("/")
	const box = stranger.main().getByRole("searchbox")
	await box.fill(words)
	await box.press("Enter")
	await stranger.at("/search")
	await stranger.look()
}

// Nothing is there, so she asks, and says who she is at the end.
async function ask(stage, stranger) {
	await search(stranger)
	await stranger.sees(stage.t("search.nothing", { text: words }))
	await stranger.follow("search.ask", stranger.main())
	await stranger.at("/ask")
	same(await stranger.field("ask.title_label").inputValue(), words, "the three words as a question's title")
	await stranger.field("ask.title_label").fill(title)
	await stranger.field("ask.body_label").fill("Sobald das WLAN an ist, knistert es. Was tun?")
	await stranger.choose("ask.board_label", "WLAN")
	await stranger.choose("ask.product_label", "Box 7")
	await stranger.field("ask.name_label").fill("Fremde")
	await stranger.field("ask.mail_label").fill(stranger.mail)
	await stranger.look()
	const mark = stage.mail.mark()
	await stranger.press("ask.next")
	if (await stranger.role("heading", "ask.check_title").count()) await stranger.press("ask.post")
	await stranger.at("/drafts/sent")
	const letter = await stage.mail.wait(mark, stranger.mail, (one) => one.text.includes("/drafts/confirm/"), "the draft's letter")
	await stranger.go(way(letter, "/drafts/confirm/[^\"]+"))
	await stranger.look()
	await stranger.press("identity.draft_button", stranger.main())
	await stranger.page.waitForURL((url) => url.pathname.startsWith("/threads/"))
	await stranger.told("identity.draft_posted")
	return stranger.path
}

// From the thread, at most three ways on, each with its reason.
async function ways(asker, thread) {
	await asker.go(thread)
	const cards = asker.main().locator("aside.next li.card")
	const count = await cards.count()
	must(count > 0 && count <= 3, `${count} ways on`)
	for (let i = 0; i < count; i++) must((await cards.nth(i).locator("p").innerText()).length > 10, "a way has a reason")
	await asker.look()
}

// What the matter's page says, once the house has heard of it.
async function stands(stage, asker, matter, key, holder) {
	await asker.go(matter)
	await asker.reloadUntil((page) => page.getByText(stage.t(key)).count(), stage.t(key))
	await asker.sees(stage.t(holder))
	await asker.look()
}

async function doesNotHelp(stage, asker, matter) {
	await stands(stage, asker, matter, "ladder.now_answered", "ladder.held_you")
	await asker.press("ladder.do_not_solved", asker.main())
	await asker.told("ladder.done_not_solved")
	await stands(stage, asker, matter, "ladder.now_asked", "ladder.held_community")
}

async function communityAnswers(stage, asker, thread) {
	const other = await stage.member(customers[2])
	await other.go(thread)
	await other.field("post.reply_label").fill("Hast du das Babyfon schon einmal neu gestartet?")
	await other.press("post.reply")
	await asker.go("/me/matters")
	await asker.sees(title)
	await asker.look()
	await asker.leave(asker.main().getByRole("link", { name: title }).first())
	await ways(asker, thread)
	const [matter] = (await asker.main().locator("a[href^='/matters/']").first().getAttribute("href")).match(/^\/matters\/\d+/)
	await doesNotHelp(stage, asker, matter)
	await other.go(matter, 404)
	return matter
}

// A day without an answer: who solved most of this product's questions is asked, and says nothing.
async function expertsAreAsked(stage, asker, thread, matter) {
	const mark = stage.mail.mark()
	const expert = await stage.member(members.find(({ brand, key }) => brand === "a" && key === "georg"))
	await stage.house.later(7 * hour) // who solved how much is counted every six hours
	await expert.go("/me/asked")
	await expert.reloadUntil((page) => page.getByText(stage.t("ladder.asked_you")).count(), "who solved most to be known", 40)
	await stage.house.later(18 * hour)
	await stands(stage, asker, matter, "ladder.now_experts_asked", "ladder.held_experts")
	const letter = await stage.mail.wait(mark, expert.mail, (one) => one.html.includes(thread), "the question to who knows most")
	await expert.go(way(letter, `${thread}[^"]*`))
	await expert.sees(title)
	await expert.look()
}

async function take(stage, agent) {
	await agent.go("/desk")
	await agent.follow("ladder.tickets", agent.main())
	await agent.look()
	await agent.leave(agent.main().getByRole("link", { name: title }).first())
	await agent.press("ticket.take", agent.main())
	await agent.told("ticket.taken")
	await agent.look()
}

// Another day: it is the service's.  Its answer does not help; the asker goes back there and is sent to a neighbour.
async function service(stage, asker, agent, thread, matter) {
	await stage.house.later(25 * hour)
	await stands(stage, asker, matter, "ladder.now_with_agent", "ladder.held_brand")
	await take(stage, agent)
	await asker.go(matter)
	await asker.sees(stage.t("deed.ladder.claim"))
	await agent.field("ticket.answer_label").fill("Bitte zieh den Stecker für **zehn Minuten**.")
	await agent.press("ticket.answer_send", agent.main())
	await agent.told("ticket.answered")
	await asker.go(thread)
	await asker.sees("zehn Minuten")
	await doesNotHelp(stage, asker, matter)

	await asker.follow("ladder.go_agent", asker.main())
	await asker.at(`${matter}/agent`)
	await asker.look()
	await asker.field("ladder.note").fill(note)
	await asker.press("ladder.agent_submit", asker.main())
	await asker.told("ladder.done_to_agent")
	await asker.sees(note)
	await take(stage, agent)
	await agent.sees(note)
	await agent.press("ticket.do_neighbour", agent.main())
	await agent.told("ticket.to_neighbour")
	await stands(stage, asker, matter, "ladder.now_help_wanted", "ladder.held_you")
	await agent.go("/desk/overdue")
	await agent.look()
	await asker.go("/technician")
	await asker.look()
}

// Tomorrow at ten, by the clock of the house.
const tomorrow = (house) => wall(new Date(new Date(house.now().getTime() + 24 * hour).setUTCHours(9, 0, 0, 0)))

async function neighbour(stage, asker, helper, thread, matter) {
	const when = tomorrow(stage.house)
	const task = await makeTask(stage, asker, thread, helper, when)
	await offer(stage, helper, task, title, when)
	await stands(stage, asker, matter, "ladder.now_offered", "ladder.held_you")
	const booking = await accept(stage, asker, task, helper)
	await stands(stage, asker, matter, "ladder.now_booked", "ladder.way")
	await stage.house.later(when.at - stage.house.now())
	await helper.go(booking)
	await visit(stage, booking, asker, helper)
	await stands(stage, asker, matter, "ladder.now_done", "ladder.held_you")
	await reviews(stage, booking, asker, helper)
	await writeBack(stage, booking, thread, asker, helper, fix)
	return booking
}

// From the visit, in one step: the title and the words that helped stand there already.
async function guide(stage, asker, helper, booking, matter) {
	await helper.go(booking)
	await helper.follow("article.make", helper.main())
	await helper.at("/articles/new")
	await helper.look()
	await helper.press("article.publish", helper.main())
	await helper.told("article.came_out")
	await helper.at(/^\/articles\/\d+$/)
	await helper.look()
	await stands(stage, asker, matter, "ladder.now_solved", "ladder.is_over")
	await asker.reloadUntil((page) => page.locator(`main a[href='${helper.path}']`).count(), "the guide on the matter's trail")
	await asker.look()
	return helper.path
}

// The same three words, and the answer.
async function nextOne(stage, path) {
	const stranger = await stage.visit()
	await search(stranger)
	const find = stranger.main().locator(`a[href='${path}']`)
	await stranger.reloadUntil(() => find.count(), "the guide among the finds")
	await stranger.leave(find.first())
	await stranger.at(path)
	await stranger.sees(fix)
	await stranger.press("article.helped_yes", stranger.main())
	await stranger.told("article.thanks")
	await stranger.look()
}

export async function walk(world) {
	// The demo's other questions become due at the same time: who knows most is asked about them, too.
	const house = await openHouse({ limits: false, settings: { "ladder.experts_a_week": 20 } })
	const stage = openStage({ ...world, house, width: world.viewport.width < 600 ? "phone" : "desktop", sessions: new Map() })
	try {
		const asker = Object.assign(await stage.visit(), { mail: "fremd@example.org" })
		const { postal_code: code, country, ...own } = helpers[0]
		const thread = await ask(stage, asker)
		const matter = await communityAnswers(stage, asker, thread)
		await expertsAreAsked(stage, asker, thread, matter)
		await service(stage, asker, await stage.person("jonas"), thread, matter)
		const helper = Object.assign(await stage.member(own), { place: `${country}-${code}` })
		const booking = await neighbour(stage, asker, helper, thread, matter)
		await nextOne(stage, await guide(stage, asker, helper, booking, matter))
	} finally {
		await stage.close()
		await house.close()
	}
}
