// Waits for a condition, never for a time.
export async function until(check, what, seconds = 20) {
	const end = Date.now() + seconds * 1000
	for (;;) {
		const value = await check()
		if (value) return value
		if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`)
		await new Promise((resolve) => setTimeout(resolve, seconds > 20 ? 1000 : 50))
	}
}

export function must(holds, what) {
	if (!holds) throw new Error(what)
}

export function same(got, wanted, what) {
	if (got !== wanted) throw new Error(`${what}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`)
}
