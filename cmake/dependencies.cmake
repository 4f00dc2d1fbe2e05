# Everything that comes from outside, in one place. Debian packages, and the
# google/api, google/rpc and google/type protos from one pinned wheel.
find_package(Threads REQUIRED)
find_package(Protobuf 3.21 REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(Boost REQUIRED)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
find_package(EXPAT REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(yaml-cpp CONFIG REQUIRED)
if(NOT CSI_CORE_ONLY)
  find_package(gRPC CONFIG REQUIRED)
  find_package(CLI11 CONFIG REQUIRED)
  find_package(CURL REQUIRED)
  find_package(prometheus-cpp CONFIG REQUIRED)
  pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka)
endif()
if(CSI_TESTS)
  find_package(GTest CONFIG REQUIRED)
endif()

set(CSI_GOOGLEAPIS "${CMAKE_SOURCE_DIR}/build/third_party/googleapis")
if(NOT EXISTS "${CSI_GOOGLEAPIS}/google/api/field_behavior.proto")
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  execute_process(
    COMMAND "${Python3_EXECUTABLE}" "${CMAKE_SOURCE_DIR}/tools/fetch_googleapis.py"
            "${CSI_GOOGLEAPIS}"
    COMMAND_ERROR_IS_FATAL ANY)
endif()
