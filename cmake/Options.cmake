# Language level, warnings, sanitizers, ccache and precompiled headers for every target.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# One position-independent setting for programs and the module of libgit2 alike, or they could not share a precompiled header.
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
add_compile_options(-fPIC)
add_link_options(-pie)

# Line tables are what a crash report needs; full debug information would double the time of a build.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

set(TT_SANITIZE "" CACHE STRING "Value for -fsanitize=, for example address,undefined")
option(TT_FUZZ "Build the libFuzzer targets under tests/fuzz" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  # Without these ccache refuses to cache a translation unit that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE}")
endif()

add_library(tt_options INTERFACE)
target_compile_options(tt_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(tt_options INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>" -fcolor-diagnostics)
endif()
# Asio is compiled once, in base/asio.cpp, instead of into every file that includes it.
target_compile_definitions(tt_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED _FILE_OFFSET_BITS=64 _GNU_SOURCE)
if(TT_SANITIZE)
  target_compile_options(tt_options INTERFACE -fsanitize=${TT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(tt_options INTERFACE -fsanitize=${TT_SANITIZE})
endif()

if(TT_FUZZ)
  # Coverage in the rooms themselves, or libFuzzer runs blind; only the targets under tests/fuzz link the driver.
  target_compile_options(tt_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  find_program(LLD ld.lld-19)
  if(LLD)
    add_link_options(-fuse-ld=lld)  # some 30 programs are linked; lld does each in a fraction of ld's time
  endif()
endif()

# Three precompiled headers, by what a room includes. A target takes one with tt_room(... PCH std|asio|json).
foreach(kind IN ITEMS std asio json)
  add_library(tt_pch_${kind} OBJECT "${CMAKE_CURRENT_LIST_DIR}/pch/empty.cpp")
  target_link_libraries(tt_pch_${kind} PRIVATE tt_options)
endforeach()
set(TT_STD_HEADERS <algorithm> <array> <chrono> <cstdint> <cstring> <expected> <filesystem> <functional> <map> <memory>
    <optional> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)
target_precompile_headers(tt_pch_std PRIVATE ${TT_STD_HEADERS})
target_precompile_headers(tt_pch_asio PRIVATE ${TT_STD_HEADERS} <boost/asio.hpp>)
target_precompile_headers(tt_pch_json PRIVATE ${TT_STD_HEADERS} <boost/asio.hpp> <nlohmann/json.hpp>)
