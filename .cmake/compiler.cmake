# SPDX-License-Identifier: GPL-2.0-only
# Compiler settings of the standalone build.

set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_compile_options(-Wall -Wextra -Wno-unused-parameter)
include(.cmake/warnings.cmake)

if(NF_ASSERTS)
  # Adds code to ns-3's templates and changes no class, so it goes with an installed release build
  # of ns-3 (test/packaging/macro-abi.sh looks whether that still holds).
  add_compile_definitions(NS3_ASSERT_ENABLE)
endif()
if(NF_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer
  )
  add_link_options(-fsanitize=address,undefined)
endif()
if(NF_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

find_program(NF_CCACHE ccache)
mark_as_advanced(NF_CCACHE)
if(NF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${NF_CCACHE})
endif()

# Calls within the library go straight to their functions: nobody replaces the module's symbols.
add_compile_options(-fno-semantic-interposition)
add_link_options(-Wl,-Bsymbolic-functions)
