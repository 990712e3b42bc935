package io.millrace.console.landed;

/** All ways to look at what landed. */
public record Landing(
        Hdfs hdfs,
        RootsLook roots,
        LogLook logs,
        FolderLook folders,
        FileLook files,
        AuditLook audits,
        ResultLook results) {
    /** On this file system. */
    public static Landing on(Hdfs hdfs) {
        FolderLook folders = new FolderLook(hdfs);
        return new Landing(
                hdfs,
                new RootsLook(hdfs),
                new LogLook(hdfs),
                folders,
                new FileLook(hdfs),
                new AuditLook(hdfs),
                new ResultLook(hdfs, folders));
    }
}
