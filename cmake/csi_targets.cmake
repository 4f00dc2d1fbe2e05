# csi_library, csi_program, csi_proto, csi_test: the only ways to make targets.
#
# Layers: 0 base, 1 domain and contracts, 2 engine and store, 3 server, 4 main.
# A target may only depend on targets of a lower layer; same-layer exceptions
# are spelled ALLOW so that they show in review. A header is visible only to
# those who link its target: each target exports build/inc/<target> alone,
# where its headers are linked under their path from the source root.

set(CSI_PCH_HEADERS <algorithm> <cstdint> <functional> <map> <memory>
    <optional> <string> <string_view> <utility> <variant> <vector>
    <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/time/time.h>
    <google/protobuf/message.h>)

# One precompiled header for all libraries and one, with gmock, for all tests:
# parsing them anew is most of what a file costs.
function(_csi_pch target)
  cmake_parse_arguments(A "TEST" "" "" ${ARGN})
  if(NOT CSI_PCH)
    return()
  endif()
  set(pch csi_pch)
  if(A_TEST)
    set(pch csi_test_pch)
  endif()
  if(NOT TARGET ${pch})
    file(WRITE "${CMAKE_BINARY_DIR}/${pch}.cc" "")
    add_library(${pch} OBJECT "${CMAKE_BINARY_DIR}/${pch}.cc")
    target_precompile_headers(${pch} PRIVATE ${CSI_PCH_HEADERS})
    target_link_libraries(${pch} PRIVATE protobuf::libprotobuf absl::statusor
                          absl::strings absl::time)
    if(A_TEST)
      target_precompile_headers(${pch} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
      target_link_libraries(${pch} PRIVATE GTest::gmock)
    endif()
  endif()
  target_precompile_headers(${target} REUSE_FROM ${pch})
endfunction()

# Only the files that ask for mutants are compiled with the chosen one, so that
# a mutant costs a few files and not a whole build.
function(_csi_mutate)
  if(NOT CSI_MUTANT)
    return()
  endif()
  foreach(source IN LISTS ARGN)
    file(STRINGS "${source}" uses REGEX "mutants::k" LIMIT_COUNT 1)
    if(uses)
      set_source_files_properties("${source}" PROPERTIES
        COMPILE_DEFINITIONS "CSI_MUTANT_${CSI_MUTANT}=1")
    endif()
  endforeach()
endfunction()

function(_csi_export_headers target)
  set(root "${CMAKE_BINARY_DIR}/inc/${target}")
  foreach(header IN LISTS ARGN)
    file(RELATIVE_PATH path "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
    get_filename_component(folder "${root}/${path}" DIRECTORY)
    file(MAKE_DIRECTORY "${folder}")
    file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${path}" "${root}/${path}" SYMBOLIC)
  endforeach()
endfunction()

function(_csi_check_layers target layer allow)
  foreach(dep IN LISTS ARGN)
    if(NOT TARGET ${dep})
      message(FATAL_ERROR "${target} depends on ${dep}, which is not defined yet")
    endif()
    get_target_property(dep_layer ${dep} CSI_LAYER)
    if(dep_layer STREQUAL "dep_layer-NOTFOUND" OR dep IN_LIST allow)
      continue()
    endif()
    if(NOT dep_layer LESS layer)
      message(FATAL_ERROR "${target} (layer ${layer}) may not depend on ${dep} "
                          "(layer ${dep_layer}): only lower layers, or ALLOW ${dep}")
    endif()
  endforeach()
endfunction()

# csi_library(NAME csi_kv LAYER 1 SRCS kv.cc HDRS kv.h DEPS csi_base
#             EXTERNAL absl::btree [ALLOW csi_x])
function(csi_library)
  cmake_parse_arguments(A "" "NAME;LAYER" "SRCS;HDRS;DEPS;EXTERNAL;ALLOW" ${ARGN})
  _csi_check_layers(${A_NAME} ${A_LAYER} "${A_ALLOW}" ${A_DEPS})
  if(A_SRCS)
    _csi_mutate(${A_SRCS})
    add_library(${A_NAME} STATIC ${A_SRCS})
    target_include_directories(${A_NAME} PUBLIC "${CMAKE_BINARY_DIR}/inc/${A_NAME}")
    target_link_libraries(${A_NAME} PUBLIC ${A_DEPS} ${A_EXTERNAL})
    target_compile_options(${A_NAME} PRIVATE ${CSI_WARNINGS})
    _csi_pch(${A_NAME})
  else()
    add_library(${A_NAME} INTERFACE)
    target_include_directories(${A_NAME} INTERFACE "${CMAKE_BINARY_DIR}/inc/${A_NAME}")
    target_link_libraries(${A_NAME} INTERFACE ${A_DEPS} ${A_EXTERNAL})
  endif()
  set_target_properties(${A_NAME} PROPERTIES CSI_LAYER ${A_LAYER})
  _csi_export_headers(${A_NAME} ${A_HDRS})
endfunction()

# csi_program(NAME csid SRCS main.cc DEPS ...)
function(csi_program)
  cmake_parse_arguments(A "" "NAME" "SRCS;DEPS;EXTERNAL" ${ARGN})
  add_executable(${A_NAME} ${A_SRCS})
  target_link_libraries(${A_NAME} PRIVATE ${A_DEPS} ${A_EXTERNAL})
  target_compile_options(${A_NAME} PRIVATE ${CSI_WARNINGS})
  if(NOT CSI_SANITIZE)
    # Small messages made on one thread and freed on another are most of what a
    # server allocates: a fifth less processor time than with the C library's.
    target_link_options(${A_NAME} PRIVATE
      "LINKER:--push-state,--no-as-needed" -ljemalloc "LINKER:--pop-state")
  endif()
  _csi_pch(${A_NAME})
endfunction()

# csi_proto(NAME csi_raci_events PROTOS csi/raci/v1/raci.proto ... DEPS ...)
# Paths are relative to proto/. Messages only; the server is built from
# descriptors, so no gRPC stubs are generated.
function(csi_proto)
  cmake_parse_arguments(A "" "NAME;ROOT" "PROTOS;DEPS" ${ARGN})
  if(NOT A_ROOT)
    set(A_ROOT "${CMAKE_SOURCE_DIR}/proto")
  endif()
  set(gen "${CMAKE_BINARY_DIR}/gen/${A_NAME}")
  file(MAKE_DIRECTORY "${gen}")
  set(outputs)
  foreach(proto IN LISTS A_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem "${proto}")
    add_custom_command(
      OUTPUT "${gen}/${stem}.pb.cc" "${gen}/${stem}.pb.h"
      COMMAND protobuf::protoc "-I${CMAKE_SOURCE_DIR}/proto" "-I${CSI_GOOGLEAPIS}"
              "--cpp_out=${gen}" "${A_ROOT}/${proto}"
      DEPENDS "${A_ROOT}/${proto}"
      VERBATIM)
    list(APPEND outputs "${gen}/${stem}.pb.cc")
  endforeach()
  add_library(${A_NAME} STATIC ${outputs})
  target_include_directories(${A_NAME} SYSTEM PUBLIC "${gen}")
  target_link_libraries(${A_NAME} PUBLIC protobuf::libprotobuf ${A_DEPS})
  # Generated code dominates the build at -O2 and gains little from it, nor do
  # the sanitizers find our errors in it.
  target_compile_options(${A_NAME} PRIVATE $<$<CONFIG:Debug>:-O0> $<$<CONFIG:Release>:-O1> -w)
  if(CSI_SANITIZE)
    target_compile_options(${A_NAME} PRIVATE -fno-sanitize=all)
  endif()
  set_target_properties(${A_NAME} PROPERTIES CSI_LAYER 0)
endfunction()

# csi_test(NAME kv_test SRCS ... DEPS ... [LABELS unit] [TIMEOUT 120])
# One program per area; its cases are counted by tools/test.
function(csi_test)
  cmake_parse_arguments(A "" "NAME;TIMEOUT" "SRCS;DEPS;EXTERNAL;LABELS;ARGS" ${ARGN})
  add_executable(${A_NAME} ${A_SRCS})
  target_link_libraries(${A_NAME} PRIVATE ${A_DEPS} ${A_EXTERNAL} GTest::gmock GTest::gtest_main)
  target_compile_options(${A_NAME} PRIVATE ${CSI_WARNINGS})
  _csi_pch(${A_NAME} TEST)
  if(NOT A_LABELS)
    set(A_LABELS unit)
  endif()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  add_test(NAME ${A_NAME} COMMAND ${A_NAME} ${A_ARGS})
  set_tests_properties(${A_NAME} PROPERTIES LABELS "${A_LABELS}" TIMEOUT ${A_TIMEOUT}
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    ENVIRONMENT "GTEST_OUTPUT=json:${CMAKE_BINARY_DIR}/test_results/${A_NAME}.json")
endfunction()

# Adds the sub-folders that have a CMakeLists.txt, in the order given.
function(csi_add_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
      add_subdirectory(${folder})
    endif()
  endforeach()
endfunction()
