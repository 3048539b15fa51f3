# shmscope trace: one test a function of cases.sh, and every program of tests/programs against strace -f.
file(STRINGS ${CMAKE_SOURCE_DIR}/tests/trace/cases.sh case_lines REGEX "^case_[a-z0-9_]+\\(\\)")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/trace/cases.sh)
foreach(line ${case_lines})
  string(REGEX REPLACE "^case_([a-z0-9_]+).*" "\\1" case ${line})
  add_test(NAME "trace: ${case}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/trace/cases.sh $<TARGET_FILE:shmscope> ${CMAKE_C_COMPILER} ${case})
  set_tests_properties("trace: ${case}" PROPERTIES SKIP_RETURN_CODE 77)
endforeach()

# A program from a package that really uses shared memory, among the system's own segments, with its X server.
find_program(XVFB_RUN xvfb-run)
find_program(X11PERF x11perf)
if(XVFB_RUN AND X11PERF)
  add_test(NAME "trace: an X client with MIT-SHM"
           COMMAND ${XVFB_RUN} -a -s "-screen 0 800x600x24 -noreset" ${CMAKE_SOURCE_DIR}/tests/trace/against_strace.py
                   --shared --at-least 1 $<TARGET_FILE:shmscope> ${CMAKE_CURRENT_BINARY_DIR}
                   -- ${X11PERF} -repeat 1 -reps 100 -shmput10)
  set_tests_properties("trace: an X client with MIT-SHM" PROPERTIES SKIP_RETURN_CODE 77 RUN_SERIAL TRUE)
endif()

find_program(XDOTOOL xdotool)
if(XVFB_RUN AND XDOTOOL)
  add_test(NAME "trace: begun in the window and ended there"
           COMMAND ${XVFB_RUN} -a -s "-screen 0 1280x800x24" ${CMAKE_SOURCE_DIR}/tests/trace/window.sh
                   $<TARGET_FILE:shmscope> ${CMAKE_C_COMPILER})
  set_tests_properties("trace: begun in the window and ended there" PROPERTIES SKIP_RETURN_CODE 77
                                                                               RUN_SERIAL TRUE)
endif()

# `programs`, and the arguments some of them take, are those of tests/programs/tests.cmake.
foreach(program ${programs})
  get_filename_component(name ${program} NAME_WE)
  add_test(NAME "trace: program ${name}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/trace/program.sh $<TARGET_FILE:shmscope> ${CMAKE_C_COMPILER} ${program}
                   ${arguments_of_${name}})
  set_tests_properties("trace: program ${name}" PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
