# What may include what, and how long a file may be: the two rules that keep the straight line straight.
#
#   cmake [-D ROOT=folder] -P tests/layering.cmake      checks the project
#   cmake -D SELF_TEST=1 -P tests/layering.cmake        proves that each rule catches its violation
cmake_minimum_required(VERSION 3.25)

# ---- The rules --------------------------------------------------------------------------------------------

# Every folder of src/, and the folders of src/ that it may include beside itself; * is all of them.
# include/co2est/ is open to all. No stage is ever in the list of another stage: cli joins them.
set(LAYERS
  "text:      "
  "csv:       text"
  "error:     text"
  "catalogue: text csv"
  "parse:     text csv"
  "load:      text csv"
  "meter:     text csv"
  "logs:      text csv"
  "resolve:   text csv"
  "compute:   text"
  "render:    text csv"
  "cli:       *"
  "main.cpp:  cli error"
)

# Every third-party package: how its includes begin, and the files that may have them (regular expressions).
set(PACKAGES
  "CLI11      ^CLI/       ^src/cli/ ^src/main\\.cpp$"
  "nlohmann   ^nlohmann/  ^src/render/ ^src/cli/ ^src/meter/ ^src/parse/schema\\.cpp$ ^tests/"
  "rapidjson  ^rapidjson/ ^src/parse/ ^src/meter/ ^tests/"
  "fmt        ^fmt/       ^src/(render|error|cli|text|meter)/.*\\.cpp$ ^tests/"
  "spdlog     ^spdlog/    ^src/cli/log\\.cpp$"
  "Catch2     ^catch2/    ^tests/"
)

# Includes that are no package: the standard library, and the system's own headers, src/ and tests/ only.
set(STANDARD "^[a-z_0-9]+$")
set(SYSTEM "^(sys|linux|netinet|arpa)/|^[a-z_0-9]+\\.h$")

# The first pattern that fits a file gives the number of lines that it may have.
set(CEILINGS
  "^src/main\\.cpp$ 40"
  "^(src|include|tests)/ 300"
)

# ---- The checks -------------------------------------------------------------------------------------------

# A row of LAYERS or PACKAGES as a list of words.
macro(words_of row result)
  string(REGEX REPLACE ":" " " ${result} "${row}")
  string(STRIP "${${result}}" ${result})
  string(REGEX REPLACE " +" ";" ${result} "${${result}}")
endmacro()

foreach(row IN LISTS LAYERS)
  words_of("${row}" words)
  list(POP_FRONT words layer)
  list(APPEND LAYER_NAMES ${layer})
  set("MAY_INCLUDE_${layer}" ${words})
endforeach()

macro(violation text)
  list(APPEND VIOLATIONS "${text}")
endmacro()

# The layer of a path below the root: its folder in src/, "main.cpp", "nouns", or nothing.
function(layer_of path result)
  set(layer "")
  if(path MATCHES "^include/co2est/")
    set(layer nouns)
  elseif(path MATCHES "^src/([^/]+)")
    set(layer "${CMAKE_MATCH_1}")
  endif()
  set(${result} "${layer}" PARENT_SCOPE)
endfunction()

# Where an included name leads, below the root: beside the file, in src/ or in include/. Not found: nothing.
function(target_of file name result)
  get_filename_component(folder "${file}" DIRECTORY)
  set(found "")
  foreach(base IN ITEMS "${folder}" src include)
    if(EXISTS "${ROOT}/${base}/${name}")
      get_filename_component(absolute "${ROOT}/${base}/${name}" ABSOLUTE)
      file(RELATIVE_PATH found "${ROOT}" "${absolute}")
      break()
    endif()
  endforeach()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# Whether an included name is a package, and if so, whether this file may have it.
function(check_package file name)
  foreach(row IN LISTS PACKAGES)
    words_of("${row}" allowed)
    list(POP_FRONT allowed package prefix)
    if(NOT name MATCHES "${prefix}")
      continue()
    endif()
    foreach(pattern IN LISTS allowed)
      if(file MATCHES "${pattern}")
        return()
      endif()
    endforeach()
    violation("${file}: package '${package}' may not be included here")
    set(VIOLATIONS "${VIOLATIONS}" PARENT_SCOPE)
    return()
  endforeach()
  if(file MATCHES "^tests/" OR (file MATCHES "^src/" AND name MATCHES "${SYSTEM}"))
    return()
  endif()
  violation("${file}: <${name}> is neither ours nor the standard library's nor in the table of packages")
  set(VIOLATIONS "${VIOLATIONS}" PARENT_SCOPE)
endfunction()

function(check_layer file target)
  layer_of("${file}" from)
  layer_of("${target}" to)
  if(from STREQUAL to OR to STREQUAL "nouns" OR from STREQUAL "")
    return()
  endif()
  if(from STREQUAL "nouns")
    violation("${file}: include/ may not include '${target}'")
  elseif(NOT to IN_LIST "MAY_INCLUDE_${from}" AND NOT "${MAY_INCLUDE_${from}}" STREQUAL "*")
    violation("${file}: layer '${from}' may not include '${to}'")
  endif()
  set(VIOLATIONS "${VIOLATIONS}" PARENT_SCOPE)
endfunction()

function(check_includes file)
  file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[^<\"]*[<\"]([^>\"]*)[>\"].*$" "\\1" name "${line}")
    target_of("${file}" "${name}" target)
    if(target)
      check_layer("${file}" "${target}")
    elseif(name MATCHES "^co2est/" OR line MATCHES "\"")
      string(REGEX MATCH "^[^/]+" first "${name}")
      if(name MATCHES "/" AND first IN_LIST LAYER_NAMES)
        check_layer("${file}" "src/${name}") # a header that the build generates
      elseif(name MATCHES "/" AND NOT first STREQUAL "co2est" AND NOT file MATCHES "^tests/")
        check_package("${file}" "${name}")
      endif()
    elseif(NOT name MATCHES "${STANDARD}")
      check_package("${file}" "${name}")
    endif()
  endforeach()
  set(VIOLATIONS "${VIOLATIONS}" PARENT_SCOPE)
endfunction()

function(check_length file)
  file(READ "${ROOT}/${file}" text)
  string(REGEX MATCHALL "\n" newlines "${text}")
  list(LENGTH newlines lines)
  foreach(row IN LISTS CEILINGS)
    string(REGEX MATCH "^(.*) ([0-9]+)$" row "${row}")
    set(ceiling ${CMAKE_MATCH_2})
    if(file MATCHES "${CMAKE_MATCH_1}")
      if(lines GREATER ceiling)
        violation("${file}: ${lines} lines, the ceiling is ${ceiling}")
      endif()
      break()
    endif()
  endforeach()
  set(VIOLATIONS "${VIOLATIONS}" PARENT_SCOPE)
endfunction()

# Leaves what breaks a rule under ROOT in VIOLATIONS.
function(check_tree)
  set(VIOLATIONS "")
  file(GLOB_RECURSE files RELATIVE "${ROOT}"
    "${ROOT}/include/*.[ch]pp" "${ROOT}/src/*.[ch]pp" "${ROOT}/tests/*.[ch]pp")
  foreach(file IN LISTS files)
    layer_of("${file}" layer)
    if(layer AND NOT layer STREQUAL "nouns" AND NOT layer IN_LIST LAYER_NAMES)
      violation("${file}: '${layer}' is not in the table of layers")
    endif()
    check_includes("${file}")
    check_length("${file}")
  endforeach()
  set(VIOLATIONS "${VIOLATIONS}" PARENT_SCOPE)
endfunction()

# ---- The proof that they catch something --------------------------------------------------------------------

# Fails unless a tree with this one file (and a clean header in each layer) gives exactly `expected`.
function(expect expected file text)
  file(REMOVE_RECURSE "${ROOT}")
  foreach(layer IN ITEMS parse render text)
    file(WRITE "${ROOT}/src/${layer}/a.hpp" "#pragma once\n#include <string>\n#include \"co2est/n.hpp\"\n")
  endforeach()
  file(WRITE "${ROOT}/include/co2est/n.hpp" "#pragma once\n#include <string>\n")
  file(WRITE "${ROOT}/${file}" "${text}")
  check_tree()
  if(NOT VIOLATIONS STREQUAL expected)
    message(SEND_ERROR "self-test: ${file}:\n  expected: ${expected}\n  found:    ${VIOLATIONS}")
  endif()
endfunction()

function(self_test)
  string(RANDOM LENGTH 12 name)
  if(NOT DEFINED ENV{TMPDIR})
    set(ENV{TMPDIR} /tmp)
  endif()
  set(ROOT "$ENV{TMPDIR}/co2est-layering-${name}")
  expect("" src/parse/a.cpp "#include \"parse/a.hpp\"\n#include <co2est/n.hpp>\n#include \"text/a.hpp\"\n")
  expect("" src/cli/a.cpp "#include \"parse/a.hpp\"\n#include \"../render/a.hpp\"\n#include <CLI/CLI.hpp>\n")
  expect("" src/text/a.cpp "#include <fmt/core.h>\n#include <sys/stat.h>\n#include <unistd.h>\n")
  expect("" src/parse/b.cpp "#include \"a.hpp\"\n#include \"generated.hpp\"\n#include <rapidjson/reader.h>\n")
  set(from "src/parse/a.cpp: layer 'parse' may not include 'render'")
  expect("${from}" src/parse/a.cpp "#include \"render/a.hpp\"\n")
  expect("${from}" src/parse/a.cpp "  #  include \"../render/a.hpp\"  // why\n")
  expect("${from}" src/parse/a.cpp "#include <render/a.hpp>\n")
  expect("${from}" src/parse/a.cpp "#include \"render/not_there.hpp\"\n")
  expect("src/text/b.hpp: layer 'text' may not include 'parse'" src/text/b.hpp "#include \"parse/a.hpp\"\n")
  expect("src/main.cpp: layer 'main.cpp' may not include 'parse'" src/main.cpp "#include \"parse/a.hpp\"\n")
  expect("include/co2est/m.hpp: include/ may not include 'src/text/a.hpp'"
    include/co2est/m.hpp "#include \"text/a.hpp\"\n")
  expect("src/extra/a.cpp: 'extra' is not in the table of layers" src/extra/a.cpp "\n")
  foreach(case IN ITEMS
      "CLI11 src/render/b.cpp CLI/CLI.hpp" "nlohmann src/parse/b.cpp nlohmann/json.hpp"
      "rapidjson src/cli/b.cpp rapidjson/reader.h" "fmt src/render/b.hpp fmt/core.h"
      "fmt src/parse/b.cpp fmt/core.h" "spdlog src/cli/b.cpp spdlog/spdlog.h"
      "Catch2 src/cli/b.cpp catch2/catch.hpp" "nlohmann include/co2est/m.hpp nlohmann/json.hpp"
      "fmt include/co2est/m.hpp fmt/core.h")
    string(REPLACE " " ";" case "${case}")
    list(GET case 0 package)
    list(GET case 1 file)
    list(GET case 2 header)
    expect("${file}: package '${package}' may not be included here" ${file} "#include <${header}>\n")
    expect("${file}: package '${package}' may not be included here" ${file} "#include \"${header}\"\n")
  endforeach()
  set(stranger "is neither ours nor the standard library's nor in the table of packages")
  expect("src/cli/b.cpp: <absl/time/time.h> ${stranger}" src/cli/b.cpp "#include <absl/time/time.h>\n")
  expect("include/co2est/m.hpp: <unistd.h> ${stranger}" include/co2est/m.hpp "#include <unistd.h>\n")
  string(REPEAT "//\n" 300 lines)
  expect("" src/text/b.cpp "${lines}")
  expect("src/text/b.cpp: 301 lines, the ceiling is 300" src/text/b.cpp "${lines}\n")
  expect("tests/b.cpp: 301 lines, the ceiling is 300" tests/b.cpp "${lines}\n")
  string(REPEAT "//\n" 41 lines)
  expect("src/main.cpp: 41 lines, the ceiling is 40" src/main.cpp "${lines}")
  file(REMOVE_RECURSE "${ROOT}")
endfunction()

if(SELF_TEST)
  self_test()
else()
  if(NOT ROOT)
    get_filename_component(ROOT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
  endif()
  check_tree()
  foreach(line IN LISTS VIOLATIONS)
    message(SEND_ERROR "${line}")
  endforeach()
endif()
