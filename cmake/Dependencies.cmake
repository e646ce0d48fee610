# The libraries that the project uses, each as one target; rooms link them by these names.
# Debian 12 package names: libboost1.81-dev nlohmann-json3-dev libgit2-dev libsqlite3-dev doctest-dev
# libyaml-cpp-dev libmd4c-dev libfmt-dev libcli11-dev libre2-dev.

find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(doctest REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(libgit2 REQUIRED IMPORTED_TARGET libgit2)
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)

add_library(tt_asio INTERFACE)
target_link_libraries(tt_asio INTERFACE Boost::headers Threads::Threads)
add_library(tt_json INTERFACE)
target_link_libraries(tt_json INTERFACE nlohmann_json::nlohmann_json)
add_library(tt_fmt INTERFACE)
target_link_libraries(tt_fmt INTERFACE fmt::fmt)
# As archives where they are there: each shared library costs the daemon's start about a millisecond, and the packed extension
# then runs where another version of them is installed.
find_library(TT_YAML_ARCHIVE libyaml-cpp.a)
find_library(TT_SQLITE_ARCHIVE libsqlite3.a)
find_library(TT_RE2_ARCHIVE libre2.a)
add_library(tt_yaml INTERFACE)
target_link_libraries(tt_yaml INTERFACE "$<IF:$<BOOL:${TT_YAML_ARCHIVE}>,${TT_YAML_ARCHIVE},yaml-cpp>")
add_library(tt_sqlite INTERFACE)
target_link_libraries(tt_sqlite INTERFACE "$<IF:$<BOOL:${TT_SQLITE_ARCHIVE}>,${TT_SQLITE_ARCHIVE},SQLite::SQLite3>" Threads::Threads ${CMAKE_DL_LIBS} m)
add_library(tt_git INTERFACE)
target_link_libraries(tt_git INTERFACE PkgConfig::libgit2)
add_library(tt_markdown INTERFACE)
target_link_libraries(tt_markdown INTERFACE PkgConfig::md4c)
add_library(tt_regex INTERFACE)
target_link_libraries(tt_regex INTERFACE "$<IF:$<BOOL:${TT_RE2_ARCHIVE}>,${TT_RE2_ARCHIVE},PkgConfig::re2>" Threads::Threads)
