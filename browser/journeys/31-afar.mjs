// Help from afar: a helper offers it by video, with the own room; somebody far away finds it without saying where, books a talk, and
// both see the link once it is agreed, nobody before.
import { customers, helpers } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

let count = 0
const room = "https://video.example.org/raum-7"

async function offered(stage, helper) {
	const title = `Video ${stage.own.slice(0, 40)}`
	await helper.go("/me/services/new")
	await helper.field("service.title").fill(title)
	await helper.main().locator("[name=category]").selectOption("internet")
	await helper.main().locator("[name=price_kind][value=free]").check({ force: true })
	await helper.main().locator("[name=ways][value=home]").uncheck({ force: true })
	await helper.main().locator("[name=ways][value=video]").check({ force: true })
	await helper.field("way.link").fill("http://video.example.org/raum-7")
	await helper.press("service.publish", helper.main())
	await helper.sees(stage.t("room.link_wrong")) // and what was typed is still there
	same(await helper.field("service.title").inputValue(), title, "the title that was typed")
	await helper.look()
	await helper.field("way.link").fill(room)
	await helper.press("service.publish", helper.main())
	await helper.told("service.saved")
	return title
}

async function found(visitor, title) {
	for (let page = 0; page < 6; page++) {
		const link = visitor.main().getByRole("link", { name: title, exact: true })
		if (await link.count()) return link
		await visitor.leave(visitor.main().locator("a[rel=next]"))
	}
	throw new Error("the service is on no page")
}

export async function walk(stage) {
	const helper = await stage.member(helpers[(count * 3 + 5) % helpers.length])
	const asker = await stage.member(customers[(count * 5 + 9) % customers.length])
	count++
	const title = await offered(stage, helper)

	const stranger = await stage.visit({ brand: "a" })
	await stranger.go("/services?place=10115")
	await stranger.follow("way.by_video_title", stranger.main())
	same(await stranger.field("service.place").inputValue(), "", "a place that nobody asked for")
	must((await (await found(stranger, title)).count()) === 1, "no service by video")
	same(await stranger.main().locator("[data-lat]").count(), 0, "somebody's place")
	await stranger.look()

	await asker.go("/services?way=video")
	await asker.leave(await found(asker, title))
	same(await asker.page.getByText("video.example.org").count(), 0, "the link before it is agreed")
	await asker.look()
	await asker.main().getByRole("radio").first().check({ force: true })
	await asker.press("service.book", asker.main())
	same(await asker.main().locator("[name=address], [name=place]").count(), 0, "somebody asks where")
	await asker.field("booking.note").fill(stage.own)
	await asker.look()
	await asker.press("booking.ask_for_it", asker.main())
	await asker.told("booking.asked")
	await asker.sees(stage.t("way.link_later"))
	const booking = asker.path

	const mark = stage.mail.mark()
	await helper.go(booking)
	await helper.look()
	await helper.press("booking.accept", helper.main())
	await helper.told("booking.did_accept")
	await helper.sees(room)
	const letter = await stage.mail.wait(mark, asker.mail, (one) => one.calendar, "a calendar entry")
	must(letter.calendar.includes(`LOCATION:${stage.t("way.video")}`), "the entry says how")
	must(!letter.text.includes("video.example.org"), "the link stays in the house")

	await asker.go(booking)
	await asker.sees(stage.t("booking.next_video_asker").replace("{name}", helper.name))
	same(await asker.main().getByRole("link", { name: stage.t("way.to_room") }).getAttribute("href"), room, "the link")
	same(await asker.main().locator("form[action$='/start']").count(), 0, "somebody on the way")
	await asker.look()
	await stranger.page.goto(stranger.address(booking))
	must(stranger.path !== booking, "a stranger sees the talk")
	await asker.follow("booking.cancel", asker.main())
	await asker.press("booking.cancel_yes", asker.main())
	await asker.told("booking.did_cancel")
	same(await asker.page.getByText("video.example.org").count(), 0, "the link of what is called off")
	await neighbours(stage, asker)
}

// Offers and tasks on one map: by keyboard a pin opens, and the list shows which entries it stands for.
async function neighbours(stage, visitor) {
	await visitor.go("/neighbourhood?place=50823&radius=10&view=map")
	if (stage.javaScript) {
		await visitor.page.locator(".map .leaflet-marker-icon[role=button]").first().focus()
		await visitor.page.keyboard.press("Enter")
		await visitor.page.locator(".leaflet-popup a").first().waitFor()
		must(await visitor.main().locator("li.is-lit").count() > 0, "no entry of the list is shown with its pin")
		await visitor.look()
		await visitor.page.keyboard.press("Escape")
		await visitor.page.locator(".leaflet-popup").waitFor({ state: "detached" })
		const entry = visitor.main().locator("li[data-lat] a").first()
		await entry.focus()
		must(await visitor.page.locator(".map-pin.is-lit").count() > 0, "no pin is shown with its entry")
	}
	await visitor.look()
	await visitor.follow("service.how_sorted", visitor.main())
	await visitor.at("/neighbourhood/order")
	await visitor.look()
}
