extern long long codec_spent; // ns that setting up took
