# How the installed library is tried: install a build, build a program outside with it, run that.
#
#   cmake -D BUILD_DIR=folder [-D CONFIG=Release] -P tests/install/run.cmake
cmake_minimum_required(VERSION 3.25)

load_cache("${BUILD_DIR}" READ_WITH_PREFIX built_
  CMAKE_GENERATOR CMAKE_MAKE_PROGRAM CMAKE_BUILD_TYPE CMAKE_CXX_COMPILER CMAKE_CXX_FLAGS)
set(work "${BUILD_DIR}/install-test")
set(prefix "${work}/prefix")
file(REMOVE_RECURSE "${work}")

# Runs a command; its stdout in `output`; anything but success ends the test with all that it said.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT status EQUAL 0)
    string(REPLACE ";" " " command "${ARGN}")
    message(FATAL_ERROR "${command}\nended with ${status}\n${out}${err}")
  endif()
  set(output "${out}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install "${BUILD_DIR}" --prefix "${prefix}")
run("${prefix}/bin/co2est" --version)

# No package that we build with may reach those who use the library.
file(GLOB_RECURSE exported "${prefix}/lib/*.cmake" "${prefix}/include/*.hpp")
foreach(file IN LISTS exported)
  file(STRINGS "${file}" found REGEX "CLI11|CLI/|nlohmann|rapidjson|fmt::|fmt/|spdlog|catch2|${BUILD_DIR}")
  if(found)
    message(FATAL_ERROR "${file} names what is not exported:\n${found}")
  endif()
endforeach()

run(${CMAKE_COMMAND} -S "${CMAKE_CURRENT_LIST_DIR}" -B "${work}/build" -G "${built_CMAKE_GENERATOR}"
  "-DCMAKE_MAKE_PROGRAM=${built_CMAKE_MAKE_PROGRAM}" "-DCMAKE_BUILD_TYPE=${built_CMAKE_BUILD_TYPE}"
  "-DCMAKE_CXX_COMPILER=${built_CMAKE_CXX_COMPILER}" "-DCMAKE_CXX_FLAGS=${built_CMAKE_CXX_FLAGS}"
  "-DCMAKE_PREFIX_PATH=${prefix}")
run(${CMAKE_COMMAND} --build "${work}/build")
run("${work}/build/outside")

# 8 x 250 W x 2 h x 1.25 = 5 kWh; x 400 g/kWh = 2 kg
if(NOT output MATCHES "^name,[^\n]*co2e_kg[^\n]*\n[^\n]*,2(\\.0)?,[^\n]*\n2 kg\n$")
  message(FATAL_ERROR "expected a CSV of one run and 2 kg, found: ${output}")
endif()
file(REMOVE_RECURSE "${work}")
