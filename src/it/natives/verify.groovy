import static io.github.multiarchmaven.testbed.InvokerRegistry.*

mustSay(basedir, /\[INFO\] native libraries of +linux\/amd64 +linux\/arm64/)
mustSay(basedir, /\[INFO\] leveldbjni-all-1\.8\.jar +present +MISSING/)
mustSay(basedir, /\[INFO\] snappy-java-1\.1\.10\.7\.jar +present +present/)
mustSay(basedir, /\[INFO\] netty-transport-native-epoll-4\.1\.115\.Final-linux-aarch_64\.jar +- +present/)
mustSay(basedir, /\[ERROR\] natives linux\/arm64 leveldbjni-all-1\.8\.jar: it has no library libleveldbjni for it, but for others \(META-INF\/native\/linux32\/libleveldbjni\.so, .*\)\. .*org\.iq80\.leveldb:leveldb:0\.12/)
mustSay(basedir, /\[ERROR\] .*Native libraries are missing in dependencies of app: 1 error, 0 warnings, 0 allowed/)
mustSay(basedir, /\[WARNING\] natives linux\/arm64 leveldbjni-all-1\.8\.jar/)
mustSay(basedir, /\[INFO\] Native libraries of 5 dependencies: 0 errors, 0 warnings, 1 allowed/)
mustSay(basedir, /\[ERROR\] natives linux\/amd64 leveldbjni-all-1\.8\.jar: its library libleveldbjni is for the other C library/)
mustSay(basedir, /\[ERROR\] .*The parameter libc is 'uclibc'\. Use glibc, musl or any/)
true
