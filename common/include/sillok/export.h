/* What the shared library exports; everything else in it is hidden. Included by all public headers,
   from C as well. */
#ifndef SILLOK_EXPORT_H
#define SILLOK_EXPORT_H

#if defined(__GNUC__)
#define SILLOK_API __attribute__((visibility("default")))
#else
#define SILLOK_API
#endif

#endif
