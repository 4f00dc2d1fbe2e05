# Language level, warnings, sanitizers and ccache: everything a compiler is told.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

find_program(CSI_CCACHE ccache)
if(CSI_CCACHE)
  # Without the sloppiness ccache refuses every file that uses a precompiled
  # header; the base directory lets two checkouts share results.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${CSI_CCACHE}")
  add_compile_options(-fpch-preprocess)
endif()

# Everywhere, or those who link threads could not use the precompiled headers.
add_compile_options(-pthread)
add_compile_options("-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=")
add_compile_options("-ffile-prefix-map=${CMAKE_BINARY_DIR}/inc/=")

# For our own code alone: generated code keeps the flags of an ordinary build,
# so that ccache has it already. -O0 because compiling costs more than running
# here, and it keeps every check where the source has it. Two checks of
# "undefined" cost a third of the compile time and find little: a null pointer
# ends the program anyway, and x86 reads what is not aligned.
set(CSI_SANITIZE_FLAGS)
if(CSI_SANITIZE)
  set(CSI_SANITIZE_FLAGS -O0 -g1 -fno-omit-frame-pointer -fsanitize=${CSI_SANITIZE}
      -fno-sanitize=null,alignment -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CSI_SANITIZE})
  if(CSI_SANITIZE STREQUAL "thread")
    # protobuf's messages have one field more where it sees this macro; Debian's
    # library was built without.
    list(APPEND CSI_SANITIZE_FLAGS -U__SANITIZE_THREAD__ -DCSI_SANITIZE_THREAD)
  endif()
endif()

# Warnings for our own code; generated code is compiled without them.
set(CSI_WARNINGS -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor
    -Woverloaded-virtual -Werror=switch -Wno-unused-parameter
    # gcc 12 sees errors in the standard library's own strings and vectors when
    # it inlines them at -O2 (gcc bug 105651); the sanitizers look for real ones.
    -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-maybe-uninitialized -Wno-free-nonheap-object)
