void codec_set_up(void);
