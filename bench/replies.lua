-- replies.lua: answers to threads, each request as another member, over the API.
-- TOKENS and THREADS are files, one a line; BODY is what is written.
local function lines(name)
  local list = {}
  for line in io.lines(os.getenv(name)) do list[#list + 1] = line end
  return list
end
local tokens, threads, at = lines("TOKENS"), lines("THREADS"), 0
local body = '{"body":"Bei mir half es, den Router an einen freien Platz zu stellen.\\n\\n1. Kanal 11 fest einstellen\\n2. **neu starten**\\n3. noch einmal messen"}'

function request()
  at = at + 1
  return wrk.format("POST", "/api/v1/threads/" .. threads[at % #threads + 1] .. "/posts", {
    ["Host"] = "a.localhost", ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. tokens[at % #tokens + 1] }, body)
end

local bad = 0
function response(status) if status ~= 201 then bad = bad + 1; if bad < 4 then print("answered", status) end end end
