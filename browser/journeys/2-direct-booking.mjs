// Help booked directly: near a place, a free slot, asked for, accepted; then it is taken for everybody else.
import { customers, helpers } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

let count = 0

// A helper who has hours, and so free slots; each walk takes another.
async function findSlot(stage, asker, place) {
	await asker.go("/services")
	await asker.main().getByLabel(stage.t("service.place")).fill(place)
	await asker.press("service.show", asker.main())
	await asker.look()
	const cards = asker.main().locator("li.service", { has: asker.page.locator("a.slot") })
	must(await cards.count(), `no service with a free slot near ${place}`)
	const card = cards.nth(count % await cards.count())
	await asker.leave(card.getByRole("link").first())
	await asker.at(/^\/services\/\d+$/)
	await asker.look()
}

async function chooseSlot(stage, asker) {
	const slots = asker.main().getByRole("radio")
	const slot = slots.nth(await slots.count() - 1)
	const value = await slot.getAttribute("value")
	await slot.check({ force: true })
	if (stage.javaScript) await asker.sees(stage.t("service.chosen"), asker.main().locator("output"))
	await asker.press("service.book", asker.main())
	await asker.at(/^\/services\/\d+\/bookings$/)
	return value
}

export async function walk(stage) {
	const asker = await stage.member(customers[count])
	await findSlot(stage, asker, "50823")
	const service = asker.path
	const name = (await asker.main().locator(".by-name").first().innerText()).trim()
	const helper = await stage.member(name.startsWith("Ben") ? { brand: "a", key: "ben", mail: "ben@example.org", name }
		: helpers.find((one) => one.name === name))
	count++
	const slot = await chooseSlot(stage, asker)
	await asker.field("booking.place").fill("DE-50823")
	await asker.field("booking.address").fill("Nussbaumer Straße 3")
	await asker.field("booking.phone").fill("+49 221 0000456")
	await asker.look()
	const mark = stage.mail.mark()
	await asker.press("booking.ask_for_it", asker.main())
	await asker.told("booking.asked")
	await asker.look()
	const booking = asker.path
	await stage.mail.wait(mark, helper.mail, (letter) => letter.html.includes(booking), "the request")

	await helper.go(booking)
	same(await helper.page.getByText("Nussbaumer").count(), 0, "the address before the booking is accepted")
	await helper.look()
	await helper.press("booking.accept", helper.main())
	await helper.told("booking.did_accept")
	await helper.sees("Nussbaumer Straße 3")
	await helper.look()
	const letter = await stage.mail.wait(mark, asker.mail, (one) => one.calendar, "a calendar entry")
	must(letter.calendar.includes("METHOD:REQUEST"), "the calendar entry is a request")

	const stranger = await stage.visit()
	await stranger.go(`${service}?from=${slot.slice(0, 10)}`)
	same(await stranger.main().locator(`input[value="${slot}"]`).count(), 0, "a slot that is taken")
	await asker.go("/bookings")
	await asker.look()
}
