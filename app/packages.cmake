# The libraries shmscope stands on. Each missing one is named with the Debian package that brings it.

function(require_library found package)
  if(NOT ${found})
    message(FATAL_ERROR "shmscope needs ${package}. Install it with: apt install ${package} (or run ./dev build)")
  endif()
endfunction()

find_package(PkgConfig)
require_library(PkgConfig_FOUND pkg-config)
pkg_check_modules(IMGUI QUIET imgui)
require_library(IMGUI_FOUND libimgui-dev)
find_package(glfw3 3.3 QUIET)
require_library(glfw3_FOUND libglfw3-dev)
find_package(Freetype QUIET)
require_library(Freetype_FOUND libfreetype-dev)
pkg_check_modules(EGL QUIET IMPORTED_TARGET egl)
require_library(EGL_FOUND libegl-dev)
find_package(PNG QUIET)
require_library(PNG_FOUND libpng-dev)
find_package(fmt QUIET)
require_library(fmt_FOUND libfmt-dev)
find_package(CLI11 QUIET)
require_library(CLI11_FOUND libcli11-dev)
find_package(nlohmann_json QUIET)
require_library(nlohmann_json_FOUND nlohmann-json3-dev)
find_package(toml11 QUIET)
require_library(toml11_FOUND libtoml11-dev)
find_program(GLAD glad)
require_library(GLAD python3-glad)

# libimgui.a holds the FreeType rasteriser, so FreeType must follow it on the link line.
add_library(shmscope_imgui INTERFACE)
target_include_directories(shmscope_imgui SYSTEM INTERFACE ${IMGUI_INCLUDE_DIRS})
target_link_libraries(shmscope_imgui INTERFACE ${IMGUI_LINK_LIBRARIES} Freetype::Freetype)

# The OpenGL 3.3 core loader, generated here: --reproducible keeps glad from the network.
set(glad_dir ${CMAKE_BINARY_DIR}/glad)
add_custom_command(
  OUTPUT ${glad_dir}/src/gl.c ${glad_dir}/include/glad/gl.h
  COMMAND ${GLAD} --quiet --reproducible --extensions "" --api gl:core=3.3 --out-path ${glad_dir} c
  VERBATIM)
add_library(shmscope_glad STATIC ${glad_dir}/src/gl.c)
target_include_directories(shmscope_glad SYSTEM PUBLIC ${glad_dir}/include)
