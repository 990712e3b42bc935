package io.millrace.console.landed;

/** All ways to look at what landed. */
public record Landing(Hdfs hdfs, RootsLook roots, LogLook logs, FolderLook folders, FileLook files, AuditLook audits) {
    /** On this file system. */
    public static Landing on(Hdfs hdfs) {
        return new Landing(
                hdfs,
                new RootsLook(hdfs),
                new LogLook(hdfs),
                new FolderLook(hdfs),
                new FileLook(hdfs),
                new AuditLook(hdfs));
    }
}
