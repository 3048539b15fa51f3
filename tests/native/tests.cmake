# Rows of Linux's behaviour: each program asserts them and passes on both kernels.
file(GLOB row_programs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/native/rows/*.c)
foreach(program ${row_programs})
  get_filename_component(name ${program} NAME_WE)
  set(uid 0)
  if(name MATCHES "_denied$")
    set(uid 1000)
  endif()
  add_test(NAME "native: ${name}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/native/both.sh $<TARGET_FILE:shmscope> ${CMAKE_C_COMPILER} ${program} ${uid})
endforeach()
# Every row of tables.txt has a test.
find_package(Python3 QUIET COMPONENTS Interpreter)
require_library(Python3_FOUND python3)
add_test(NAME "native: coverage" COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/native/coverage.py)
add_test(NAME "native: coverage notices"
         COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/native/coverage_test.py)
