// Ink asks chalk, and chalk asks the environment, once, when it is loaded: import this before anything that loads Ink.
process.env.FORCE_COLOR = '1';
process.env.NO_COLOR = '';
