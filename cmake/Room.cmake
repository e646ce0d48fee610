# tt_room(NAME SOURCES ... [LINKS ...] [PRIVATE_LINKS ...] [PCH std|asio|json])
#
# A room is a static library under daemon/NAME (or protocol). Its headers are included as "NAME/file.hpp", and only by
# targets that link it: each room gets an include directory of its own that holds nothing but a link to the room, so a
# missing arrow in CMake is a missing header, not a review comment. LINKS are visible to whoever links the room,
# PRIVATE_LINKS stay inside.
function(tt_room NAME)
  cmake_parse_arguments(ROOM "" "PCH" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  set(include_root "${PROJECT_BINARY_DIR}/include/${NAME}")
  file(MAKE_DIRECTORY "${include_root}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${include_root}/${NAME}" SYMBOLIC)

  add_library(${NAME} STATIC ${ROOM_SOURCES})
  target_include_directories(${NAME} PUBLIC "${include_root}")
  target_link_libraries(${NAME} PUBLIC tt_options ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE_LINKS})
  if(ROOM_PCH)
    target_precompile_headers(${NAME} REUSE_FROM tt_pch_${ROOM_PCH})
  endif()
endfunction()

# tt_unit_test(ROOM SOURCES ... [LINKS ...] [PCH ...]): one doctest program per room, run by ctest as unit.ROOM.
function(tt_unit_test ROOM)
  cmake_parse_arguments(UNIT "" "PCH" "SOURCES;LINKS" ${ARGN})
  add_executable(unit_${ROOM} ${UNIT_SOURCES})
  target_link_libraries(unit_${ROOM} PRIVATE ${ROOM} test_main ${UNIT_LINKS})
  target_compile_definitions(unit_${ROOM} PRIVATE TT_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}" TT_SOURCE_ROOT="${PROJECT_SOURCE_DIR}")
  if(UNIT_PCH)
    target_precompile_headers(unit_${ROOM} REUSE_FROM tt_pch_${UNIT_PCH})
  endif()
  add_test(NAME unit.${ROOM} COMMAND unit_${ROOM})
endfunction()

# tt_room_part(NAME ...): a second library in the folder of a room, for what only some of its users may link.
function(tt_room_part NAME)
  cmake_parse_arguments(PART "" "PCH" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${NAME} STATIC ${PART_SOURCES})
  target_link_libraries(${NAME} PUBLIC tt_options ${PART_LINKS} PRIVATE ${PART_PRIVATE_LINKS})
  if(PART_PCH)
    target_precompile_headers(${NAME} REUSE_FROM tt_pch_${PART_PCH})
  endif()
endfunction()
