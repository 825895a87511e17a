// The two write to each other, the phone number hidden until it is agreed.  Then the helper gets in touch, another time is proposed, talked over and agreed; both get a new
// calendar entry.  Then it is called off, and the page says where it stands.
import { customers, helpers } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

let count = 4

async function agreed(stage, asker) {
	await asker.go("/services?place=50823")
	const cards = asker.main().locator("li.service", { has: asker.page.locator("a.slot") })
	must(await cards.count(), "no service with a free slot")
	await asker.leave(cards.nth(count % await cards.count()).getByRole("link").first())
	const name = (await asker.main().locator(".by-name").first().innerText()).trim()
	const helper = await stage.member(name.startsWith("Ben") ? { brand: "a", key: "ben", mail: "ben@example.org", name }
		: helpers.find((one) => one.name === name))
	const slots = asker.main().getByRole("radio")
	await slots.nth(await slots.count() - 1).check({ force: true })
	await asker.press("service.book", asker.main())
	await asker.field("booking.place").fill("DE-50823")
	await asker.field("booking.address").fill("Nussbaumer Straße 3")
	await asker.field("booking.phone").fill("+49 221 0000456")
	await asker.press("booking.ask_for_it", asker.main())
	await asker.told("booking.asked")
	const booking = asker.path
	await asker.press("chat.write", asker.main())
	await asker.at(/^\/chats\/\d+$/)
	await asker.field("chat.text").fill("Klingel ist kaputt, ruf mich an: 0171 2345678")
	await asker.press("chat.send", asker.main())
	await asker.sees("0171 2345678")
	await asker.look()
	const chat = asker.path
	await helper.go(chat)
	await helper.sees("•••")
	same(await helper.page.getByText("2345678").count(), 0, "a phone number before the visit is agreed")
	await helper.look()
	await helper.go(booking)
	await helper.press("booking.accept", helper.main())
	await helper.told("booking.did_accept")
	await helper.go(chat)
	await helper.sees("0171 2345678")
	await helper.field("chat.text").fill("Mache ich, bis dann!")
	await helper.press("chat.send", helper.main())
	await helper.go(booking)
	return { helper, booking }
}

export async function walk(stage) {
	const asker = await stage.member(customers[count % customers.length])
	const { helper, booking } = await agreed(stage, asker)
	count++
	await helper.press("booking.contact", helper.main())
	await helper.told("booking.did_contact")
	await helper.look()

	await asker.go(booking)
	await asker.follow("booking.move", asker.main())
	await asker.at(/\/move$/)
	await asker.look()
	const slot = asker.main().getByRole("radio").first()
	const value = await slot.getAttribute("value")
	await slot.check({ force: true })
	const mark = stage.mail.mark()
	await asker.press("booking.move_send", asker.main())
	await asker.told("booking.did_propose")
	await asker.look()

	await helper.go(booking)
	await helper.look()
	await helper.press("booking.move_accept", helper.main())
	await helper.told("booking.did_move")
	same(await helper.main().locator("dl.facts time").first().getAttribute("datetime"), value, "the new time")
	const letter = await stage.mail.wait(mark, asker.mail, (one) => one.calendar, "a new calendar entry")
	must(letter.calendar.includes("SEQUENCE:1"), "the entry replaces the old one")

	await asker.go(booking)
	await asker.follow("booking.cancel", asker.main())
	await asker.press("booking.cancel_yes", asker.main())
	await asker.told("booking.did_cancel")
	await asker.look()
}
