/*
 * libjpeg-turbo's scaled decode to grey, as a peer to measure against.
 *
 *   gcc -O3 -o libjpeg-scaled-grey libjpeg-scaled-grey.c -ljpeg && ./libjpeg-scaled-grey FILE.jpg ...
 *
 * Reads a denominator (1, 2, 4, 8) a line from stdin; decodes all files once at that scale and answers with the CPU time
 * that it took, in microseconds. The files are read before, and one decompressor does them all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <jpeglib.h>

typedef struct {
  unsigned char *bytes;
  unsigned long length;
} Jpeg;

static Jpeg read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  Jpeg jpeg;
  if (file == NULL) {
    perror(path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  jpeg.length = (unsigned long)ftell(file);
  rewind(file);
  jpeg.bytes = malloc(jpeg.length);
  if (jpeg.bytes == NULL || fread(jpeg.bytes, 1, jpeg.length, file) != jpeg.length) {
    fprintf(stderr, "Cannot read %s\n", path);
    exit(1);
  }
  fclose(file);
  return jpeg;
}

static void decode(struct jpeg_decompress_struct *decoder, const Jpeg *jpeg, int denominator, unsigned char *plane) {
  jpeg_mem_src(decoder, jpeg->bytes, jpeg->length);
  jpeg_read_header(decoder, TRUE);
  decoder->out_color_space = JCS_GRAYSCALE;
  decoder->scale_num = 1;
  decoder->scale_denom = (unsigned)denominator;
  jpeg_start_decompress(decoder);
  while (decoder->output_scanline < decoder->output_height) {
    JSAMPROW row = plane + (size_t)decoder->output_scanline * decoder->output_width;
    jpeg_read_scanlines(decoder, &row, 1);
  }
  jpeg_finish_decompress(decoder);
}

static double cpu_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  Jpeg *jpegs = calloc((size_t)argc, sizeof(Jpeg));
  unsigned char *plane = malloc((size_t)4096 * 4096);
  int denominator;
  decoder.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&decoder);
  for (int i = 1; i < argc; i++) jpegs[i] = read_file(argv[i]);
  while (scanf("%d", &denominator) == 1) {
    double before = cpu_us();
    for (int i = 1; i < argc; i++) decode(&decoder, &jpegs[i], denominator, plane);
    printf("%.1f\n", cpu_us() - before);
    fflush(stdout);
  }
  return 0;
}
