# shmscope trace: one test a function of cases.sh, and every program of tests/programs against strace -f.
file(STRINGS ${CMAKE_SOURCE_DIR}/tests/trace/cases.sh case_lines REGEX "^case_[a-z0-9_]+\\(\\)")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/trace/cases.sh)
foreach(line ${case_lines})
  string(REGEX REPLACE "^case_([a-z0-9_]+).*" "\\1" case ${line})
  add_test(NAME "trace: ${case}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/trace/cases.sh $<TARGET_FILE:shmscope> ${CMAKE_C_COMPILER} ${case})
  set_tests_properties("trace: ${case}" PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()

# `programs`, and the arguments some of them take, are those of tests/programs/tests.cmake.
foreach(program ${programs})
  get_filename_component(name ${program} NAME_WE)
  add_test(NAME "trace: program ${name}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/trace/program.sh $<TARGET_FILE:shmscope> ${CMAKE_C_COMPILER} ${program}
                   ${arguments_of_${name}})
  set_tests_properties("trace: program ${name}" PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()
