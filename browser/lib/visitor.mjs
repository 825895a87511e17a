// Somebody with a browser: goes somewhere, reads, presses, fills in; and every page looked at is judged by axe.
import { faults } from "./axe.mjs"
import { must, same, until } from "./until.mjs"
import { keys } from "./words.mjs"

const slowest = 8000
const rawKey = new RegExp(`\\b(?:${[...new Set(keys().map((key) => key.split(".")[0]))].join("|")})\\.[a-z_]{3,}\\b`)

let addresses = 0
const nextAddress = () => `10.${(addresses >> 14) & 127}.${(addresses >> 7) & 127}.${++addresses & 127}`

export class Visitor {
	constructor(stage, context, brand) {
		Object.assign(this, { stage, context, brand, t: stage.t, twin: null, broken: [] })
	}

	static async open(stage, { brand = "a", cookies = [], address = nextAddress(), javaScript = stage.javaScript } = {}) {
		const settings = {
			viewport: stage.viewport, locale: stage.language === "de" ? "de-DE" : "en-GB", timezoneId: "Europe/Berlin",
			javaScriptEnabled: javaScript, extraHTTPHeaders: { "X-Forwarded-For": address }, colorScheme: stage.colorScheme || "light",
			hasTouch: stage.viewport.width < 600, reducedMotion: "reduce",
		}
		const context = await stage.browser.newContext(settings)
		context.setDefaultTimeout(slowest)
		const visitor = new Visitor(stage, context, brand)
		visitor.settings = settings
		await context.addCookies(cookies)
		visitor.page = await context.newPage()
		visitor.page.on("dialog", (dialog) => dialog.accept())
		visitor.page.on("pageerror", (error) => visitor.broken.push(`script: ${error.message}`))
		visitor.page.on("console", (message) => {
			if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text()))
				visitor.broken.push(message.text())
		})
		visitor.page.on("response", (response) => {
			if (response.status() >= 500) visitor.broken.push(`${response.status()} ${response.url()}`)
		})
		return visitor
	}

	async close() {
		await this.twin?.context().close()
		await this.context.close()
	}

	get url() { return new URL(this.page.url()) }
	get path() { return this.url.pathname }
	address(path) { return this.stage.house.origin(this.brand) + path }

	// Goes to a page of the brand; the answer's status is part of what is expected.
	async go(path, status = 200) {
		const answer = await this.page.goto(this.address(path))
		same(answer.status(), status, `status of ${path}`)
		return answer
	}

	role(role, key, values) { return this.page.getByRole(role, { name: this.t(key, values) }) }
	button(key, within = this.page) { return within.getByRole("button", { name: this.t(key) }) }
	link(key, within = this.page) { return within.getByRole("link", { name: this.t(key) }) }
	field(key, within = this.page) { return within.getByLabel(this.t(key)) }
	main() { return this.page.locator("main") }
	item(text, selector = "li") { return this.page.locator(selector, { hasText: text }) }

	async press(key, within) {
		const button = this.button(key, within).first()
		await button.waitFor()
		await this.takeTime(button)
		if (await button.evaluate((node) => node.type === "submit")) await this.leave(button)
		else await button.click()
	}

	// Whoever sends a form with a trap for machines within a second is taken for one.
	async takeTime(button) {
		const left = await button.evaluate((node) => node.form?.elements.second_topic ? 2000 - performance.now() : 0)
		if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
	}

	follow(key, within) { return this.leave(this.link(key, within).first()) }

	// Clicks what leads to another page, and is there when this returns.
	async leave(target) {
		const gone = this.page.waitForEvent("framenavigated", (frame) => frame === this.page.mainFrame())
		gone.catch(() => {})
		await target.click()
		await gone.catch(async () => {
			const wrong = await this.page.locator(":invalid:not(form, fieldset)").first().getAttribute("name").catch(() => "")
			throw new Error(`nothing happened after a click on ${this.page.url()}${wrong ? `: ${wrong} is not filled in well` : ""}`)
		})
		await this.page.waitForLoadState("load")
	}

	async fill(values) {
		for (const [key, value] of Object.entries(values)) await this.field(key, this.main()).fill(value)
	}

	// Chooses the first real choice of a list, or the one that has this text.
	async choose(key, label) {
		const list = this.field(key, this.main())
		const labels = await list.locator("option:not([value=''])").allTextContents()
		const wanted = label ? labels.find((text) => text.includes(label)) : labels[0]
		must(wanted, `no choice ${label} in ${this.t(key)}: ${labels.join(", ")}`)
		await list.selectOption({ label: wanted })
	}

	async sees(text, within = this.page.locator("body")) {
		await within.getByText(text).filter({ visible: true }).first().waitFor()
			.catch(() => { throw new Error(`"${text}" does not stand on ${this.page.url()}`) })
	}

	// The message after a step, by its key.
	told(key) { return this.sees(this.t(key)) }

	async seesNot(text, what = text) {
		const count = await this.page.getByText(text).filter({ visible: true }).count()
		same(count, 0, `${what} on ${this.page.url()}`)
	}

	async at(pattern) {
		await this.page.waitForURL(pattern instanceof RegExp ? (url) => pattern.test(url.pathname) : (url) => url.pathname === pattern)
			.catch(() => { throw new Error(`expected to be at ${pattern}, is at ${this.page.url()}`) })
	}

	// Every page that is looked at: no key for a text, nothing that overflows, nothing that axe finds.
	async look() {
		await this.page.waitForLoadState("load")
		same(this.broken.join("\n"), "", `faults on ${this.page.url()}`)
		const text = await this.page.locator("body").innerText()
		must(!rawKey.test(text), `a text's key is visible on ${this.page.url()}: ${text.match(rawKey)?.[0]}`)
		const page = this.settings.javaScriptEnabled ? this.page : await this.again()
		await this.judge(page)
	}

	async judge(page) {
		const width = await page.evaluate(() => document.documentElement.scrollWidth)
		must(width <= this.stage.viewport.width, `${page.url()} is ${width} px wide on ${this.stage.viewport.width}`)
		await page.evaluate(() => scrollTo(0, 0)) // what the head covers elsewhere is not small
		const found = await faults(page)
		same(found.join("\n"), "", `axe on ${page.url()}`)
	}

	// The same page in a browser that runs scripts, since axe is one.
	async again() {
		if (!this.twin) {
			const context = await this.stage.browser.newContext({ ...this.settings, javaScriptEnabled: true })
			context.setDefaultTimeout(slowest)
			this.twin = await context.newPage()
		}
		await this.twin.context().clearCookies()
		await this.twin.context().addCookies(keep(await this.context.cookies()))
		await this.twin.goto(this.page.url())
		return this.twin
	}

	async cookies() { return keep(await this.context.cookies()) }

	async until(check, what) { return until(() => check(this.page), what) }

	// Loads the page again until it shows what the house does a moment later.
	async reloadUntil(check, what, seconds = 20) {
		const path = this.url.pathname + this.url.search
		return until(async () => {
			if (await check(this.page)) return true
			await this.go(path)
			return check(this.page)
		}, `${what} on ${path}`, seconds)
	}
}

// A cookie bound to its host is set by address, since its name forbids naming a domain.
export const keep = (cookies) => cookies.map(({ name, value, domain, expires, httpOnly, secure, sameSite, path }) =>
	name.startsWith("__Host-") ? { name, value, url: `https://${domain}/`, expires, httpOnly, secure, sameSite }
		: { name, value, domain, path, expires, httpOnly, secure, sameSite })
