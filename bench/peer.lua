-- peer.lua: asks for the paths of the file PATHS in turn; with BODY it posts that, where {id} is a line of IDS and {n} a number.
-- HEADERS are "Name: value" parted by " | ".
local function lines(name)
  local list = {}
  if name then for line in io.lines(name) do list[#list + 1] = line end end
  return list
end
local paths, ids, body, at = lines(os.getenv("PATHS")), lines(os.getenv("IDS")), os.getenv("BODY"), math.random(1000000)
local headers = {}
for line in (os.getenv("HEADERS") or ""):gmatch("[^|]+") do
  local name, value = line:match("^%s*([^:]+):%s*(.-)%s*$")
  if name then headers[name] = value end
end

function request()
  at = at + 1
  local path = paths[at % #paths + 1]
  if not body then return wrk.format("GET", path, headers) end
  local text = body:gsub("{id}", ids[at % math.max(#ids, 1) + 1] or ""):gsub("{n}", tostring(at))
  return wrk.format("POST", path, headers, text)
end

local bad = 0
function response(status) if status >= 400 then bad = bad + 1; if bad < 4 then print("answered", status) end end end
