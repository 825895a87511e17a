// The main job by visit: an unsolved thread becomes a task, a helper offers, comes, is reviewed and reviews,
// and what was learned goes back into the thread.  The offer lies as near as the rules allow, two hours ahead;
// the second half is walked when the helper may set out.
import { customers, helpers } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"
import { accept, address, makeTask, offer, phone, reviews, visit, wall, writeBack } from "../lib/visit.mjs"

// The first whole minute that is more than two hours away, with time to write and accept the offer.
const nearest = () => wall(new Date(Math.ceil((Date.now() + 2 * 3600e3 + 40e3) / 60e3) * 60e3))

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
