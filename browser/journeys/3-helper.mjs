// Becoming a helper: apply, be declined with a reason, apply again, be approved, offer a service, be found near.
import { customers } from "../lib/stage.mjs"
import { same } from "../lib/until.mjs"

const about = (turn) => `Seit Jahren richte ich in der Familie jedes Netz ein, und das gern. Bewerbung ${turn}.`
const reason = "Bitte schreib uns noch, welche Router du kennst."

async function apply(stage, member) {
	await member.go("/helpers/apply")
	await member.field("helper.about").fill(about(stage.turn))
	const wifi = member.main().getByRole("group", { name: stage.t("helper.categories") })
	await wifi.getByLabel(stage.t("service.category_wifi"), { exact: true }).check()
	await member.main().getByRole("group", { name: stage.t("service.languages") }).getByRole("checkbox").first().check()
	await member.field("service.from_where").fill("DE-04109")
	await member.field("service.radius").fill("10")
	await member.main().locator("input[name=business][value=private]").check()
	await member.field("helper.rules").check()
	await member.look()
	await member.press("helper.send", member.main())
	await member.told("application.sent")
	await member.sees(stage.t("application.state_applied"))
	await member.look()
}

async function openApplication(stage, admin, member) {
	await admin.go("/desk/applications")
	await admin.look()
	await admin.main().getByRole("link", { name: member.name, exact: true }).click()
	await admin.at(/^\/desk\/applications\/\d+$/)
	await admin.sees(about(stage.turn))
	await admin.look()
}

async function decline(stage, admin, member) {
	await openApplication(stage, admin, member)
	await admin.field("application.reason").fill(reason)
	const mark = stage.mail.mark()
	await admin.press("application.decline", admin.main())
	await admin.told("application.decided")
	await stage.mail.wait(mark, member.mail, (letter) => letter.text.replace(/\s+/g, " ").includes(reason), "the reason")
	await member.go("/helpers/apply")
	await member.sees(reason)
	await member.look()
}

async function approve(stage, admin, member) {
	await openApplication(stage, admin, member)
	const mark = stage.mail.mark()
	await admin.press("application.approve", admin.main())
	await admin.told("application.decided")
	await stage.mail.wait(mark, member.mail, (letter) => letter.html.includes("/me/services"), "the welcome")
	await member.go("/helpers/apply")
	await member.sees(stage.t("application.you_may_help"))
	await member.look()
}

async function offerService(stage, member, title) {
	await member.follow("service.mine", member.main())
	await member.look()
	await member.follow("service.new", member.main())
	await member.fill({ "service.title": title, "service.text": "Ich richte **alles** ein und zeige, wie es geht." })
	await member.choose("service.category", stage.t("service.category_wifi"))
	await member.main().getByRole("radio", { name: stage.t("service.kind_hourly") }).check()
	await member.main().locator("input[name=price_minor]").fill("25")
	await member.field("service.minutes").fill("60")
	await member.field("service.from_where").fill("DE-04109")
	await member.field("service.radius").fill("10")
	await member.main().getByRole("group", { name: stage.t("service.languages") }).getByRole("checkbox").first().check()
	await member.look()
	await member.press("service.publish", member.main())
	await member.told("service.saved_no_hours")
	await member.look()
}

async function setHours(stage, member) {
	await member.go("/me/hours")
	const rows = member.main().locator("tbody").first().getByRole("row")
	for (let day = 0; day < 7; day++) {
		const times = rows.nth(day).locator("input[type=time]")
		await times.nth(0).fill("08:00")
		await times.nth(1).fill("20:00")
	}
	await member.press("calendar.save_week", member.main())
	await member.told("calendar.hours_saved")
	await member.look()
}

async function isFound(stage, title) {
	const stranger = await stage.visit()
	await stranger.go("/services")
	await stranger.look()
	await stranger.main().getByLabel(stage.t("service.place")).fill("04109")
	await stranger.press("service.show", stranger.main())
	const card = stranger.main().locator("li.service", { hasText: title })
	await stranger.reloadUntil(() => card.count(), "the service to be found near its place")
	same(await card.locator("a.slot").count(), 3, "the next free slots on the card")
	await stranger.look()
	await card.getByRole("link", { name: title }).click()
	await stranger.at(/^\/services\/\d+$/)
	await stranger.look()
	await stranger.go("/services?place=20095&radius=10")
	same(await stranger.main().locator("li.service", { hasText: title }).count(), 0, "the service far from its place")
}

export async function walk(stage) {
	const member = await stage.member(customers[stage.turn % customers.length])
	const admin = await stage.person("jonas")
	const title = `Heimnetz mit Ruhe einrichten, Angebot ${stage.turn}`
	await member.go("/helpers/apply")
	await member.look()
	await apply(stage, member)
	await decline(stage, admin, member)
	await apply(stage, member)
	await approve(stage, admin, member)
	await offerService(stage, member, title)
	await setHours(stage, member)
	await isFound(stage, title)
}
