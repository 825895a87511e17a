// What there is to see: who looks, the picture's name, and how one gets there: addresses, links of the page (the first that fits),
// or something one does.  `screenshots.mjs` takes the pictures.
import { way } from "./letters.mjs"

// Fills in what a form's fields are called and sends it, even if something is missing, by its main button unless another is named.
// A value of 1 chooses the first of a list, true ticks.
const send = (path, fields, button = "form .button-main") => async (visitor) => {
	if (path) await visitor.page.goto(visitor.address(path))
	const main = visitor.main()
	for (const [name, value] of Object.entries(fields)) {
		const field = main.locator(`[name="${name}"]:not([type=hidden])`)
		const kind = await field.first().getAttribute("type")
		if (value === true) await field.first().check()
		else if (value === 1) await field.selectOption({ index: 1 })
		else if (kind === "radio") await main.locator(`[name="${name}"][value="${value}"]`).check()
		else await field.first().fill(value)
	}
	const go = main.locator(button).last()
	await go.evaluate((node) => { if (node.form) node.form.noValidate = true })
	await visitor.takeTime(go)
	await visitor.leave(go)
}

const press = (selector) => async (visitor) => {
	const button = visitor.main().locator(selector).first()
	await visitor.takeTime(button)
	await visitor.leave(button)
}

// The newest letter to somebody that leads to such an address.
const letter = (mail, path) => async (visitor) => {
	const found = await visitor.stage.mail.wait(0, mail(visitor), (one) => one.html.includes(path), `a letter with ${path}`)
	const all = visitor.stage.mail.after(0, mail(visitor)).filter((one) => one.html.includes(path))
	await visitor.page.goto(visitor.address(way(all.at(-1) || found, `${path}[^"]+`)))
}

// Something that no form of ours would send.
const posted = (path, fields) => async (visitor) => {
	await visitor.page.goto(visitor.address("/login"))
	const gone = visitor.page.waitForEvent("framenavigated", (frame) => frame === visitor.page.mainFrame())
	await visitor.page.evaluate(([action, all]) => {
		const form = Object.assign(document.createElement("form"), { action, method: "post" })
		for (const [name, value] of Object.entries(all)) form.append(Object.assign(document.createElement("textarea"), { name, value }))
		document.body.append(form)
		form.submit()
	}, [path, fields])
	await gone
	await visitor.page.waitForLoadState("load")
}

const impatient = async (visitor) => {
	for (let i = 0; i < 40; i++) {
		await send("/login", { mail: "nobody@example.org", password: "nope" })(visitor)
		if (await visitor.page.locator(".empty h1").count()) return
	}
	throw new Error("nobody was asked to go slower")
}

// The page beside the one that was found.
const beside = (part) => (visitor) => visitor.page.goto(`${visitor.page.url().replace(/[?#].*/, "")}/${part}`)

// What resembles another question is asked about once more.
const published = async (visitor) => {
	if (visitor.path === "/ask" || visitor.path === "/ask/check") await press("form .button-main")(visitor)
}
const asked = (title) => [send("/ask", { title, board_id: 1, body: `Seit gestern blinkt die Lampe, sonst nichts. Ich habe den Stecker gezogen, gewartet und noch ` +
	`einmal von vorn begonnen, aber es blinkt weiter. (${Math.random().toString(36).slice(2)})` }), published]

// The first of somebody's bookings that has such a way on.
const bookingWith = (pattern) => async (visitor) => {
	const links = (target) => visitor.page.locator("main a").evaluateAll((all) => all.map((link) => link.getAttribute("href")))
		.then((all) => all.filter((link) => link && target.test(link)))
	await visitor.page.goto(visitor.address("/bookings"))
	for (const one of [...new Set(await links(booking))]) {
		await visitor.page.goto(visitor.address(one))
		const [next] = await links(pattern)
		if (next) return visitor.page.goto(visitor.address(next))
	}
	throw new Error(`no booking with ${pattern}`)
}

const thread = /^\/threads\/\d+$/
const service = /^\/services\/\d+$/
const article = /^\/articles\/\d+$/
const booking = /^\/bookings\/\d+$/
const task = /^\/tasks\/\d+$/

const reading = ({ place, words }) => [
	["stranger", "home", "/"], ["stranger", "help", "/help"], ["stranger", "solved", "/help?show=solved"],
	["stranger", "unanswered", "/help?show=unanswered"],
	["stranger", "board", "/help", /^\/boards\/[\w-]+$/], ["stranger", "thread", "/help?show=solved", thread],
	["stranger", "thread-unsolved", "/help?show=unsolved", thread],
	["stranger", "thread-helped", "/help?show=solved", thread, beside("helped")],
	["stranger", "tags", "/tags"], ["stranger", "tag", "/tags", /^\/tags\/[^/]+$/],
	["stranger", "search", `/search?q=${encodeURIComponent(words)}`], ["stranger", "search-none", "/search?q=xylophonquark"],
	["stranger", "search-empty", "/search"], ["stranger", "search-threads", `/search?q=wlan&kind=thread&state=solved`],
	["stranger", "ask", "/ask"], ["stranger", "ask-errors", send("/ask", { title: "x", mail: "x" })],
	["stranger", "similar", `/search/similar?title=${encodeURIComponent(words)}`],
	["stranger", "services-empty", "/services"], ["stranger", "services", `/services?place=${place}&radius=25`],
	["stranger", "services-map", `/services?place=${place}&radius=25&view=map`],
	["stranger", "services-none", `/services?place=${place}&radius=5&category=learning&language=ta`],
	["stranger", "services-wrong", "/services?place=99999x&radius=5"],
	["stranger", "service", `/services?place=${place}&radius=25`, service],
	["stranger", "technician", "/technician"],
	["stranger", "products", "/products"], ["stranger", "product", "/products", /^\/products\/[\w-]+$/],
	["stranger", "code-wrong", "/p?code=123"],
	["stranger", "guides", "/guides"], ["stranger", "guide", "/guides", article], ["stranger", "news", "/news"],
	["stranger", "news-one", "/news", article], ["stranger", "stories", "/stories"], ["stranger", "story", "/stories", article],
	["stranger", "article-history", "/guides", article, beside("history")],
	["stranger", "article-version", "/guides", article, beside("history/1")],
	["stranger", "article-missed", "/guides", article, beside("missed")],
	["stranger", "comment-new", "/guides", article, beside("comments/new")],
	["stranger", "member", "/help?show=solved", thread, /^\/members\/\d+$/],
	["stranger", "member-articles", "/guides", article, /^\/members\/\d+\/articles$/],
	["stranger", "about", "/about"], ["stranger", "imprint", "/imprint"], ["stranger", "privacy", "/privacy"],
	["stranger", "language", "/language"],
]

const coming = ({ mail, other }) => [
	["stranger", "login", "/login"], ["stranger", "login-wrong", send("/login", { mail, password: "nope" })],
	["stranger", "login-link", "/login/link"], ["stranger", "login-sent", send("/login/link", { mail: other })],
	["stranger", "login-token", letter(() => other, "/login/link/")],
	["stranger", "login-token-gone", "/login/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
	["stranger", "recover", "/recover"], ["stranger", "recover-sent", send("/recover", { mail: other })],
	["stranger", "recover-token", letter(() => other, "/recover/")],
	["stranger", "signup", "/signup"],
	["stranger", "signup-errors", send("/signup", { name: "Neu", mail: "neu@example.org", password: "passwort", terms: true })],
	["stranger", "signup-sent", send("/signup", { name: "Neu", mail: "neu@example.org", password: "vier Hasen im Regen", terms: true })],
	["stranger", "confirm-token", letter(() => "neu@example.org", "/confirm/")],
	["stranger", "ask-similar", send("/ask", { title: "Gäste kommen nicht ins WLAN", body: "Das Gastnetz ist sichtbar, aber nichts geht hinein, auch nach dem Neustart.",
		name: "Frieda F.", mail: "fremd@example.org", board_id: 1 })],
	["stranger", "draft-sent", send("/ask", { title: "Quakschnabel piepst", body: "Seit dem Gewitter piepst es in der Diele, auch nach dem Neustart.",
		name: "Frieda F.", mail: "fremd@example.org", board_id: 1 }), published],
	["stranger", "draft-token", letter(() => "fremd@example.org", "/drafts/confirm/")],
	["stranger", "flag-signed-out", "/help?show=solved", thread, /^\/flags\/new/],
	["stranger", "report", "/reports/new"],
	["stranger", "report-sent", send("/reports/new", { category: "privacy", url: "http://a.localhost/threads/1", name: "Nora N.", mail: "meldung@example.org",
		reason: "Dort steht ohne Erlaubnis, wo mein Bruder wohnt.", good_faith: true })],
	["stranger", "report-token", letter(() => "meldung@example.org", "/reports/confirm/")],
	["stranger", "report-state", letter(() => "meldung@example.org", "/reports/confirm/"), press("form .button-main")],
]

const failing = () => [
	["stranger", "error-404", "/threads/1"], ["stranger", "error-nowhere", "/somewhere/else"], ["stranger", "error-signed-out", "/me"],
	["customer", "error-403", "/desk/settings"], ["stranger", "error-405", "/logout"], ["stranger", "error-csrf", posted("/login", { mail: "x" })],
	["stranger", "error-414", `/search?q=${"x".repeat(9000)}`], ["stranger", "error-too-large", posted("/reports", { reason: "x".repeat(140000) })],
	["stranger", "error-429", impatient],
]

const doing = ({ place }) => [
	["customer", "home", "/"], ["customer", "help", "/help"], ["customer", "ask", "/ask"],
	["customer", "thread-own", "/me/matters", thread],
	["customer", "thread-tags", "/me/matters", thread, /^\/threads\/\d+\/tags$/],
	["customer", "thread-withdrawal", "/me/matters", thread, /^\/threads\/\d+\/withdrawal$/],
	["customer", "thread-new", ...asked("Die Lampe an der Box blinkt violett")],
	["customer", "post-edit", ...asked("Die Lampe an der Box blinkt türkis"), /^\/posts\/\d+\/edit$/],
	["customer", "post-deletion", ...asked("Die Lampe an der Box blinkt silbern"), /^\/posts\/\d+\/deletion$/],
	["customer", "thread-foreign", "/help?show=solved", thread],
	["customer", "flag", "/help?show=solved", thread, /^\/flags\/new/], ["customer", "flagged", "/help?show=solved", thread, /^\/flags\/new/,
		send("", { reason: "privacy", text: "Da steht, wo jemand wohnt." })],
	["customer", "me", "/me"], ["customer", "matters", "/me/matters"], ["customer", "matter", "/me/matters", /^\/matters\/\d+$/],
	["customer", "matter-agent", ...asked("Die Lampe an der Box blinkt golden"), /^\/matters\/\d+\/agent$/],
	["customer", "matter-handed", ...asked("Die Lampe an der Box blinkt lila"), /^\/matters\/\d+\/agent$/, send("", { note: "Bin nur abends zu Hause." })],
	["customer", "profile", "/me/profile"], ["customer", "picture", "/me/picture"], ["customer", "security", "/me/security"],
	["customer", "data", "/me/privacy"], ["customer", "data-asked", send("/me/privacy", {})],
	["customer", "device-none", "/me/devices"], ["customer", "device-new", "/me/devices/new"],
	["customer", "devices", "/me/devices/new", send("", { product_id: 1 }), "/me/devices"],
	["customer", "device", "/me/devices", /^\/me\/devices\/\d+$/],
	["customer", "device-removal", "/me/devices", /^\/me\/devices\/\d+$/, /removal$/],
	["customer", "follows", "/me/follows"], ["customer", "notices", "/me/notices"], ["customer", "asked", "/me/asked"],
	["customer", "unsent", "/me/unsent"], ["customer", "articles-own", "/me/articles"],
	["customer", "article-new", "/articles/new?kind=story"],
	["customer", "article-draft", send("/articles/new?kind=story", { title: "Wie ich das Dachzimmer ans Netz brachte", body: "## Anfang\n\nErst ging nichts.\n\n1. Kabel legen\n2. Anschließen\n3. Freuen\n" })],
	["customer", "inbox", "/inbox"], ["customer", "apply", "/helpers/apply"], ["customer", "decisions", "/decisions"],
	["customer", "tasks", "/tasks"], ["customer", "task-new", "/tasks/new"], ["customer", "task-own", "/tasks", task],
	["customer", "task-withdrawal", "/tasks", task, /withdrawal$/], ["customer", "offer-acceptance", "/tasks", task, /acceptance$/],
	["customer", "bookings", "/bookings"], ["customer", "booking", "/bookings", booking],
	
	["guest", "home", "/"], ["guest", "booking", "/bookings", booking], ["guest", "booking-move", bookingWith(/move$/)],
	["guest", "booking-cancellation", bookingWith(/cancellation$/)],
	["guest", "chat", "/bookings", booking, press("form[action^='/chats'] button, form[action$='/chat'] button"), send("", { text: "Klingel ist kaputt, bitte rufen Sie an." })],
	["guest", "chats", "/chats"], ["visitor", "chats", "/chats"], ["visitor", "home", "/"],
	["visitor", "booking", "/bookings", booking], ["visitor", "booking-move", bookingWith(/move$/)],
	["visitor", "booking-cancellation", bookingWith(/cancellation$/)],
	["arrived", "booking", bookingWith(/failure$/), "/bookings", booking], ["arrived", "booking-failure", bookingWith(/failure$/)],
	["arrived", "booking-absence", bookingWith(/absence$/)],
	["author", "articles-own", "/me/articles"], ["author", "article", "/me/articles", article],
	["author", "article-edit", "/me/articles", article, /^\/articles\/\d+\/edit$/],
	["author", "article-discard", "/me/articles", article, /^\/articles\/\d+\/edit$/, send("", { title: "Ein neuer Titel für die Anleitung" }, ".form-end .button:not(.button-main)"),
		"/me/articles", article, /^\/articles\/\d+\/edit$/, /discard$/],
	["author", "article-withdrawal", "/me/articles", article, /withdrawal$/],
	["customer", "service", `/services?place=${place}&radius=25`, service],
	["customer", "book", `/services?place=${place}&radius=25`, /^\/services\/\d+\/bookings\?/],
	["newcomer", "home", "/"], ["newcomer", "me", "/me"], ["newcomer", "matters", "/me/matters"], ["newcomer", "inbox", "/inbox"],
	["newcomer", "bookings", "/bookings"], ["newcomer", "tasks", "/tasks"], ["newcomer", "chats", "/chats"], ["newcomer", "follows", "/me/follows"],
	["newcomer", "offers", "/offers"],
]

const helping = ({ place }) => [
	["helper", "home", "/"], ["helper", "me", "/me"], ["helper", "services-own", "/me/services"], ["helper", "apply", "/helpers/apply"],
	["helper", "withdrawal", "/helpers/withdrawal"],
	["helper", "service-new", "/me/services/new"], ["helper", "service-edit", "/me/services", /^\/me\/services\/\d+$/],
	["helper", "service-deletion", "/me/services", /^\/me\/services\/\d+$/, /deletion$/],
	["helper", "hours", "/me/hours"], ["helper", "payment", "/me/payment"], ["helper", "tasks", `/tasks?place=${place}&radius=25`],
	["helper", "task", `/tasks?place=${place}&radius=25`, task], ["helper", "offers", "/offers"],
	["helper", "offer-new", `/tasks?place=${place}&radius=25`, task, /^\/tasks\/\d+\/offers$/],
	["helper", "bookings", "/bookings"], ["helper", "booking", "/bookings", booking], ["helper", "bookings-past", "/bookings?show=past"],
		["helper", "agreement", "/bookings", booking, /^\/bookings\/\d+\/agreement$/],
	["helper", "inbox", "/inbox"], ["helper", "notices", "/me/notices"], ["helper", "asked", "/me/asked"], ["helper", "matters", "/me/matters"],
]

const keeping = ({ words }) => [
	["moderator", "home", "/"], ["moderator", "desk", "/desk"], ["moderator", "thread", "/help?show=solved", thread],
	["moderator", "care", "/help?show=solved", thread, /care$/],
	["moderator", "hiding", "/help?show=solved", thread, /^\/posts\/\d+\/hiding$/],
	["moderator", "history", "/help?show=solved", thread, /^\/posts\/\d+\/hiding$/,
		(visitor) => visitor.page.goto(visitor.page.url().replace("hiding", "history"))],
	["moderator", "queue", "/desk/moderation"], ["moderator", "queue-flagged", "/desk/moderation?show=flagged"],
	["moderator", "queue-reported", "/desk/moderation?show=reported"],
	["moderator", "item", "/desk/moderation", /^\/desk\/moderation\/\d+$/],
	["moderator", "item-mine", "/desk/moderation", /^\/desk\/moderation\/\d+$/, press("form .button")],
	["moderator", "tags", "/desk/tags"], ["moderator", "tag-new", "/desk/tags/new"], ["moderator", "tag", "/desk/tags", /^\/desk\/tags\/\d+$/],
	["moderator", "members", "/desk/members"], ["moderator", "member", "/desk/members", /^\/desk\/members\/\d+$/],
	["moderator", "sanctions", "/desk/members", /^\/desk\/members\/\d+$/, /sanctions$/],
	["admin", "home", "/"], ["admin", "me", "/me"], ["admin", "desk", "/desk"], ["admin", "applications", "/desk/applications"],
	["admin", "application-waiting", "/desk/applications", /^\/desk\/applications\/\d+$/],
	["admin", "application", "/desk/applications?state=approved", /^\/desk\/applications\/\d+$/],
	["admin", "tickets", "/desk/tickets"], ["admin", "ticket", "/desk/tickets", /^\/desk\/tickets\/\d+$/], ["admin", "overdue", "/desk/overdue"],
	["admin", "insights", "/desk/insights"], ["admin", "search", "/desk/search"], ["admin", "words", "/desk/words"],
	["admin", "templates", "/desk/templates"], ["admin", "articles", "/desk/articles"], ["admin", "news-new", "/articles/new?kind=news"],
	["admin", "boards", "/desk/boards"], ["admin", "board-new", "/desk/boards/new"], ["admin", "board", "/desk/boards", /^\/desk\/boards\/\d+$/],
	["admin", "products", "/desk/products"], ["admin", "product-new", "/desk/products/new"],
	["admin", "product", "/desk/products", /^\/desk\/products\/\d+$/],
	["admin", "codes", "/desk/products", /^\/desk\/products\/\d+$/, /codes$/],
	["admin", "sheet", "/desk/products", /^\/desk\/products\/\d+$/, /codes$/, /sheet$/], ["admin", "catalogue", "/desk/catalogue"],
	["admin", "members", "/desk/members"], ["admin", "member", "/desk/members", /^\/desk\/members\/\d+$/],
	["admin", "role", "/desk/members", /^\/desk\/members\/\d+$/, /\/roles\/moderator$/],
	["admin", "brand", "/desk/brand"], ["admin", "look", "/desk/look"], ["admin", "settings", "/desk/settings"], ["admin", "key", "/desk/settings/ladder.desk_secret"], ["admin", "mail", "/desk/mail"], ["admin", "audit", "/desk/audit"],
	["helper", "replied", "/help?show=unanswered", thread, send("", { body: `Zieh den Stecker für zehn Minuten. (${Math.random().toString(36).slice(2)})` }, "#reply .button-main")],
	["stranger", "unsubscribe", letter(() => "", "/unsubscribe/")],
	["stranger", "search-page-2", `/search?q=${encodeURIComponent(words)}&page=2`],
]

export const pages = (look) => [...reading(look), ...coming(look), ...doing(look), ...helping(look), ...keeping(look), ...failing()]

// What no person looks at by itself: files, feeds, streams, and addresses that lead on at once.
export const notSeen = [
	/\.(csv|svg|ics|json)$/, /feed$/, /^\/(theme|media)\//, /^\/(live|push\.js|tags\/suggest)$/, /^\/posts\/:id$/, /unread$/,
	/^\/inbox\/:id$/, /^\/p\/:code$/, /^\/drafts\/:id$/,
]

// The most important in the dark, too.
export const dark = new Set(["stranger-home", "stranger-help", "stranger-thread", "stranger-search", "stranger-ask", "stranger-services",
	"stranger-services-map", "stranger-service", "stranger-guide", "stranger-product", "stranger-login", "stranger-error-404", "customer-home",
	"customer-booking", "customer-matters", "customer-inbox", "customer-chat", "customer-devices", "helper-home", "helper-hours",
	"admin-desk", "admin-insights", "moderator-queue", "admin-settings"])
