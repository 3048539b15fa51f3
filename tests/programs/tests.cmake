# One test a program: compiled by gcc and by shmscope, it prints the same and ends with the same status.
find_program(PROGRAMS_GCC NAMES gcc cc REQUIRED)
file(GLOB programs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/programs/*.c)
set(arguments_of_arguments 12 "two words" -x3 "")
set(arguments_of_fibonacci_by_child 12)
set(arguments_of_client_server 2 4 6 x8)
set(arguments_of_options -a first -vb near -b far second -cout -c -x -- -a)
foreach(program ${programs})
  get_filename_component(name ${program} NAME_WE)
  add_test(NAME "programs: ${name}"
           COMMAND ${CMAKE_SOURCE_DIR}/tests/programs/compare.sh $<TARGET_FILE:shmscope> ${PROGRAMS_GCC} ${program}
                   ${CMAKE_BINARY_DIR}/programs ${arguments_of_${name}})
  set_tests_properties("programs: ${name}" PROPERTIES SKIP_RETURN_CODE 77)
endforeach()

find_package(Python3 QUIET COMPONENTS Interpreter)
require_library(Python3_FOUND python3)
add_test(NAME "programs: every declared function is there"
         COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/programs/declared.py $<TARGET_FILE:shmscope>
                 ${CMAKE_SOURCE_DIR}/assets/libc/include)
