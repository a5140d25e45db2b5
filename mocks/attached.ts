// Loaded into a process that the launcher starts: it ends in good order when the launcher is gone, however that went.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
