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

# Random sequences of operations on both kernels, and those that once differed.
find_package(rapidcheck QUIET)
require_library(rapidcheck_FOUND librapidcheck-dev)
file(GLOB random_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/native/random/*.cpp)
add_executable(random_compare ${random_sources})
target_link_libraries(random_compare PRIVATE app_session rapidcheck)
add_test(NAME "native: 2000 random sequences"
         COMMAND random_compare --sequences 2000 --seed 1 --failures ${CMAKE_CURRENT_BINARY_DIR})
file(GLOB corpus CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/native/corpus/*.txt)
if(corpus)
  add_test(NAME "native: sequences that once differed" COMMAND random_compare --replay ${corpus})
endif()
foreach(name "native: 2000 random sequences" "native: sequences that once differed")
  if(TEST ${name})
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
  endif()
endforeach()

# Runs followed on the real kernel, by root and by an ordinary user.
file(GLOB real_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/native/real/*.cpp)
add_executable(test_real ${real_sources})
target_link_libraries(test_real PRIVATE app_session doctest::doctest)
target_compile_definitions(test_real PRIVATE SHMSCOPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
add_test(NAME "native: runs followed" COMMAND test_real)
add_test(NAME "native: runs followed as an ordinary user"
         COMMAND ${CMAKE_SOURCE_DIR}/tests/native/as_user.sh $<TARGET_FILE:test_real>)
foreach(name "native: runs followed" "native: runs followed as an ordinary user")
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()

# The sandbox from the outside.
foreach(case nothing_is_left killed_at_once host_is_out_of_reach)
  foreach(user root user)
    add_test(NAME "native: ${case} ${user}"
             COMMAND ${CMAKE_SOURCE_DIR}/tests/native/sandbox.sh $<TARGET_FILE:shmscope> ${case} ${user})
    # Alone: this system's tables are compared before and after, and other tests change them.
    set_tests_properties("native: ${case} ${user}" PROPERTIES SKIP_RETURN_CODE 77 RUN_SERIAL TRUE)
  endforeach()
endforeach()
