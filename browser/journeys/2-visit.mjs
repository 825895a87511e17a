// The main job by visit: an unsolved thread becomes a task, a helper offers, comes, is reviewed and reviews,
// and what was learned goes back into the thread.  The offer lies as near as the rules allow, two hours ahead;
// the second half is walked when the helper may set out.
import { customers, helpers } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

const address = "Lindenallee 12, zweiter Stock"
const phone = "+49 221 0000123"

// The first whole minute that is more than two hours away, with time to write and accept the offer.
function nearest() {
	const at = new Date(Math.ceil((Date.now() + 2 * 3600e3 + 40e3) / 60e3) * 60e3)
	const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin", dateStyle: "short", timeStyle: "short" }).format(at)
	const [day, clock] = parts.split(" ")
	return { at, day, clock, local: `${day}T${clock}` }
}

async function unsolvedThread(stage, asker, helper, title) {
	await asker.go("/ask")
	await asker.field("ask.title_label").fill(title)
	await asker.field("ask.body_label").fill(`Besuch kommt seit gestern nicht ins Netz. Kennwort stimmt. ${stage.own}`)
	await asker.choose("ask.board_label", "WLAN")
	await asker.choose("ask.product_label", "Box 7")
	await asker.press("ask.next")
	if (await asker.role("heading", "ask.check_title").count()) await asker.press("ask.post")
	await asker.at(/^\/threads\/\d+$/)
	const path = asker.path
	await helper.go(path)
	await helper.field("post.reply_label").fill(`Das muss man sich vor Ort ansehen. ${stage.own}`)
	await helper.press("post.reply")
	return path
}

async function makeTask(stage, asker, thread, helper, when) {
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

async function offer(stage, helper, task, title, when) {
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

async function accept(stage, asker, task, helper) {
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

async function onlyForTwo(stage, booking, asker, helper, third) {
	await helper.go(booking)
	await helper.sees(address)
	await helper.sees(phone)
	await helper.look()
	await asker.go(booking)
	await asker.sees(address)
	await third.go(booking, 404)
	const stranger = await stage.visit()
	const answer = await stranger.page.goto(stranger.address(booking))
	must(!(await answer.text()).includes(address), "a stranger reads the address")
	same(new URL(stranger.page.url()).pathname === booking && answer.status() === 200, false, "a stranger opens the booking")
	await stranger.go(`/search?q=${encodeURIComponent("Lindenallee")}`)
	same(await stranger.page.getByText(address).count(), 0, "the address in the search")
}

async function visit(stage, booking, asker, helper) {
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

async function reviews(stage, booking, asker, helper) {
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

async function writeBack(stage, booking, thread, asker, helper) {
	const fix = `Der alte Verstärker verteilte eigene Adressen; ohne ihn geht es. ${stage.own}`
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

async function matter(stage, asker, title) {
	await asker.go("/me/matters")
	await asker.sees(title)
	await asker.look()
}

async function laterHalf(stage, { booking, thread, title }, asker, helper) {
	await helper.go(booking)
	await visit(stage, booking, asker, helper)
	await reviews(stage, booking, asker, helper)
	await writeBack(stage, booking, thread, asker, helper)
	await matter(stage, asker, title)
}

let count = 0

export const isMain = true

export async function walk(stage) {
	const { postal_code: code, country, ...own } = helpers[count % helpers.length]
	const customer = customers[customers.length - 1 - count]
	const asker = await stage.member(customer)
	const third = await stage.member(customers[customers.length - 20 - count])
	const helper = Object.assign(await stage.member(own), { place: `${country}-${code}` })
	count++
	const title = `Gäste kommen nicht ins Netz, Fall ${stage.turn}`
	const thread = await unsolvedThread(stage, asker, helper, title)
	const when = nearest()
	const task = await makeTask(stage, asker, thread, helper, when)
	await offer(stage, helper, task, title, when)
	const booking = await accept(stage, asker, task, helper)
	await onlyForTwo(stage, booking, asker, helper, third)
	// Meanwhile another journey may have met them in another language.
	return async () => {
		await laterHalf(stage, { booking, thread, title }, await stage.member(customer), await stage.member(own))
	}
}
