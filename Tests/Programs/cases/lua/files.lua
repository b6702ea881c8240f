-- Reads a preopened folder, works in an empty writable one and reads standard input.

local directory = arg[1]
local path = directory .. "/numbers.txt"

local file <close> = assert(io.open(path, "w"))
for i = 1, 100 do file:write(i, " ", i * i, "\n") end
print(file:seek("cur"))
file:close()

local sum = 0
for line in io.lines(path) do sum = sum + line:match(" (%d+)$") end
print(sum)

local update <close> = assert(io.open(path, "r+"))
print(update:seek("set", 4), update:read("l"), update:read("n", "n"))
update:seek("set", 0)
update:write("first")
update:seek("set", 0)
print(update:read("l"))
print(update:seek("end"))
update:close()

local append <close> = assert(io.open(path, "a"))
append:write("the end")
append:close()
for line in io.lines(path, "L") do last = line end
print(last)

print(os.rename(path, directory .. "/renamed.txt"))
print(io.open(path))
print(os.remove(directory .. "/renamed.txt"))
print(os.remove(directory .. "/renamed.txt"))
print((io.open("/nowhere/at/all")))

print(#assert(io.open(arg[0])):read("a") > 1000)
print(io.read("l"), io.read("n"), io.read("a"))
print(type(os.time()), type(os.clock()), os.getenv("HOME"), os.execute())
io.stderr:write("to standard error\n")
os.exit(3)
