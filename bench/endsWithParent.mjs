/** Loaded before a process that a measurement starts: it ends when its parent does, however that ends. */
process.once('disconnect', () => process.exit());
// Whether the parent lives keeps nobody alive.
process.channel?.unref();
