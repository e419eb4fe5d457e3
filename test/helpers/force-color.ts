// Frames of `renderUi` have styles in tests that import this first; elsewhere they are text alone.
process.env.FORCE_COLOR = '1';
process.env.NO_COLOR = '';
