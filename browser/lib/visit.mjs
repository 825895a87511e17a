// A visit from task to thanks, as the two walk it: help wanted, an offer, agreed, reviewed, written back.
import { must, same } from "./until.mjs"

export const address = "Lindenallee 12, zweiter Stock"
export const phone = "+49 221 0000123"

// A wall time in Cologne, as forms take it.
export function wall(at) {
	const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "short" }).format(at)
	const [day, clock] = parts.split(" ")
	return { at, day, clock, local: `${day}T${clock}` }
}

export async function makeTask(stage, asker, thread, helper, when) {
	await asker.go(thread)
	await asker.look()
	await asker.follow("task.help_at_home", asker.main())
	await asker.at("/tasks/new")
	await asker.field("task.text").fill(`Das Gastnetz ist zu sehen, aber niemand kommt hinein. ${stage.own}`)
	await asker.field("task.place", asker.main()).fill(helper.place)
	await asker.field("task.day").fill(when.day)
	await asker.main().locator("input[name=from_minute]").fill(`${when.clock.slice(0, 2)}:00`)
	await asker.main().locator("input[name=to_minute]").fill(`${when.clock.slice(0, 2)}:59`)
	await asker.choose("task.category", stage.t("service.category_wifi"))
	await asker.look()
	await asker.press("task.publish", asker.main())
	await asker.told("task.made")
	await asker.at(/^\/tasks\/\d+$/)
	await asker.look()
	return asker.path
}

export async function offer(stage, helper, task, title, when) {
	await helper.go("/tasks")
	await helper.look()
	await helper.item(title, "li.task").getByRole("link").first().click()
	await helper.at(task)
	same(await helper.page.getByText(address).count(), 0, "the address before anything is agreed")
	await helper.look()
	await helper.follow("offer.new", helper.main())
	await helper.main().locator("input[type=datetime-local]").fill(when.local)
	await helper.field("offer.minutes").fill("45")
	await helper.field("offer.price").fill("20")
	await helper.field("offer.text").fill(`Das haben wir gleich, ich bringe ein Messgerät mit. ${stage.own}`)
	await helper.look()
	await helper.press("offer.send", helper.main())
	await helper.told("offer.made")
}

export async function accept(stage, asker, task, helper) {
	await asker.go(task)
	await asker.look()
	await asker.follow("offer.accept", asker.main())
	await asker.field("booking.address").fill(address)
	await asker.field("booking.phone").fill(phone)
	await asker.look()
	const mark = stage.mail.mark()
	await asker.press("offer.accept_yes", asker.main())
	await asker.told("booking.agreed")
	await asker.at(/^\/bookings\/\d+$/)
	await asker.look()
	await hasInvitation(stage, mark, asker.mail)
	await hasInvitation(stage, mark, helper.mail)
	return asker.path
}

async function hasInvitation(stage, mark, mail) {
	const letter = await stage.mail.wait(mark, mail, (one) => one.calendar, "a calendar entry")
	const entry = letter.calendar.replace(/\r?\n[ \t]/g, "")
	for (const line of ["BEGIN:VCALENDAR", "METHOD:", "BEGIN:VEVENT", "UID:", "SEQUENCE:", "DTSTART", "DTEND"])
		must(entry.includes(line), `the calendar entry to ${mail} lacks ${line}`)
	must(/method=/i.test(letter.calendarType), `the calendar part to ${mail} names no method: ${letter.calendarType}`)
}

// Who comes may have to wait until the hour is near.
export async function visit(stage, booking, asker, helper) {
	await helper.reloadUntil((page) => page.getByRole("button", { name: stage.t("booking.start") }).count(), "the way to be open", 150)
	await helper.press("booking.start", helper.main())
	await helper.told("booking.did_start")
	await helper.look()
	await asker.go(booking)
	await asker.sees(stage.t("booking.next_visit_asker", { name: helper.name }))
	await asker.look()
	await asker.press("booking.finish", asker.main())
	await asker.told("booking.did_finish")
	await asker.look()
}

async function review(stage, visitor, booking, stars, text) {
	await visitor.go(booking)
	await visitor.main().getByRole("radio", { name: stage.t("review.stars", { count: stars }) }).check({ force: true })
	await visitor.field("review.text").fill(text)
	await visitor.press("review.send", visitor.main())
}

export async function reviews(stage, booking, asker, helper) {
	const fromAsker = `Pünktlich, ruhig, und jetzt läuft alles. ${stage.own}`
	const fromHelper = `Sehr freundlich, und der Kuchen war gut. ${stage.own}`
	await review(stage, asker, booking, 5, fromAsker)
	await asker.told("review.kept")
	await asker.look()
	await helper.go(booking)
	same(await helper.page.getByText(fromAsker).count(), 0, "a sealed review")
	await review(stage, helper, booking, 4, fromHelper)
	await helper.told("review.both")
	await helper.sees(fromAsker)
	await helper.look()
	await asker.go(booking)
	await asker.sees(fromHelper)
}

export async function writeBack(stage, booking, thread, asker, helper, fix = `Der alte Verstärker verteilte eigene Adressen; ohne ihn geht es. ${stage.own}`) {
	await helper.go(booking)
	await helper.field("booking.fix_body").fill(fix)
	await helper.press("booking.fix_send", helper.main())
	await helper.told("booking.did_fix")
	await asker.go(thread)
	await asker.reloadUntil((page) => page.getByText(fix).count(), "the fix in the thread")
	await asker.look()
	await asker.press("solution.mark", asker.item(fix, "li.post"))
	await asker.told("solution.marked")
}
