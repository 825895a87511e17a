// The ladder: a question goes to the brand's service, comes back with an answer that does not help, is handed on to the
// neighbourhood, and to a technician; its page says each time who has it, until when, and what comes next.
import { customers } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

const note = "Bin nur abends zu Hause."

async function ask(stage, asker, title) {
	await asker.go("/ask")
	await asker.field("ask.title_label").fill(title)
	await asker.field("ask.body_label").fill(`Seit dem Gewitter blinkt die Lampe, sonst nichts. ${stage.own}`)
	await asker.choose("ask.board_label", "WLAN")
	await asker.choose("ask.product_label", "Box 7")
	await asker.press("ask.next")
	if (await asker.role("heading", "ask.check_title").count()) await asker.press("ask.post")
	await asker.at(/^\/threads\/\d+$/)
	return asker.path
}

// From the thread, at most three ways on, each with its reason.
async function ways(stage, asker, thread) {
	await asker.go(thread)
	const cards = asker.main().locator("aside.next li.card")
	const count = await cards.count()
	must(count > 0 && count <= 3, `${count} ways on`)
	for (let i = 0; i < count; i++) must((await cards.nth(i).locator("p").innerText()).length > 10, "a way has a reason")
	await asker.look()
}

async function handOver(stage, asker) {
	await asker.follow("ladder.go_agent", asker.main())
	await asker.at(/^\/matters\/\d+\/agent$/)
	await asker.look()
	await asker.field("ladder.note").fill(note)
	await asker.press("ladder.agent_submit", asker.main())
	await asker.told("ladder.done_to_agent")
	await asker.at(/^\/matters\/\d+$/)
	await asker.sees(stage.t("ladder.now_with_agent"))
	await asker.sees(stage.t("ladder.held_brand"))
	await asker.sees(note)
	await asker.look()
	return asker.path
}

async function take(stage, agent, title) {
	await agent.go("/desk")
	await agent.look()
	await agent.follow("ladder.tickets", agent.main())
	await agent.look()
	await agent.leave(agent.main().getByRole("link", { name: title }).first())
	await agent.sees(note)
	await agent.press("ticket.take", agent.main())
	await agent.told("ticket.taken")
	await agent.look()
}

export async function walk(stage) {
	const asker = await stage.member(customers[7 + stage.turn % 4])
	const agent = await stage.person("jonas")
	const title = `Box 7 blinkt rot nach dem Gewitter, Nummer ${stage.turn}`
	const thread = await ask(stage, asker, title)
	await ways(stage, asker, thread)
	const matter = await handOver(stage, asker)

	await take(stage, agent, title)
	await asker.go(matter)
	await asker.sees(stage.t("deed.ladder.claim"))
	await agent.field("ticket.answer_label").fill("Bitte zieh den Stecker für **zehn Minuten**.")
	await agent.press("ticket.answer_send", agent.main())
	await agent.told("ticket.answered")

	await asker.go(thread)
	await asker.sees("zehn Minuten")
	await asker.go(matter)
	await asker.sees(stage.t("ladder.now_answered"))
	await asker.press("ladder.do_not_solved", asker.main())
	await asker.told("ladder.done_not_solved")
	await asker.sees(stage.t("ladder.now_asked"))

	await asker.go(`${matter}/agent`)
	await asker.field("ladder.note").fill(note)
	await asker.press("ladder.agent_submit", asker.main())
	await take(stage, agent, title)
	await agent.press("ticket.do_neighbour", agent.main())
	await agent.told("ticket.to_neighbour")
	await asker.go(matter)
	await asker.sees(stage.t("ladder.now_help_wanted"))
	await asker.look()
	same(await asker.main().getByRole("link", { name: stage.t("task.help_at_home") }).count(), 1, "the way to a neighbour")

	const other = await stage.member(customers[12])
	await other.go(matter, 404)
	await agent.go("/desk/overdue")
	await agent.look()
	await asker.go(matter)
	await asker.follow("task.help_at_home", asker.main())
	await asker.at("/tasks/new")
	await asker.go("/me/asked")
	await asker.look()
	await asker.go("/technician")
	await asker.look()
}
