# The architecture: layers, and every header compiles alone.
find_package(Python3 QUIET COMPONENTS Interpreter)
require_library(Python3_FOUND python3)

add_test(NAME "arch: layers" COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/arch/layers.py ${CMAKE_SOURCE_DIR})
add_test(NAME "arch: the layer check finds violations"
         COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/arch/layers_test.py
                 ${CMAKE_SOURCE_DIR}/tests/arch/layers.py)

if(NOT CMAKE_DISABLE_PRECOMPILE_HEADERS OR SHMSCOPE_SANITIZE)
  return()  # with precompiled headers nothing shows what a file forgot; and these run nothing
endif()

# Every header compiles alone. Most are the first include of their own source file, which proves it; the others get a
# translation unit each.
file(GLOB_RECURSE headers RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS
     ${CMAKE_SOURCE_DIR}/sim/*.h ${CMAKE_SOURCE_DIR}/app/*.h)
set(alone)
foreach(header ${headers})
  string(REGEX REPLACE "\\.h$" ".cpp" source ${CMAKE_SOURCE_DIR}/${header})
  set(first)
  if(EXISTS ${source})
    file(STRINGS ${source} first REGEX "^#include" LIMIT_COUNT 1)
  endif()
  if(first STREQUAL "#include \"${header}\"")
    continue()
  endif()
  string(MAKE_C_IDENTIFIER ${header} unit)
  set(unit ${CMAKE_BINARY_DIR}/headers/${unit}.cpp)
  file(GENERATE OUTPUT ${unit} CONTENT "#include \"${header}\"\n#include \"${header}\"  // and twice\n")
  list(APPEND alone ${unit})
endforeach()
add_library(headers_alone OBJECT ${alone})
target_link_libraries(headers_alone PRIVATE app_views app_platform app_host CLI11::CLI11)
target_compile_options(headers_alone PRIVATE -O0)
