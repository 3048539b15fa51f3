# The command line from the outside: one test a function of cases.sh.
file(STRINGS ${CMAKE_SOURCE_DIR}/tests/cli/cases.sh case_lines REGEX "^case_[a-z0-9_]+\\(\\)")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/cli/cases.sh)
foreach(line ${case_lines})
  string(REGEX REPLACE "^case_([a-z0-9_]+).*" "\\1" case ${line})
  add_test(NAME "cli: ${case}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/cli/cases.sh $<TARGET_FILE:shmscope> ${case})
endforeach()
