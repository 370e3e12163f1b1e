"""Sentences of a class that is graded on a cluster."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    "cluster.not_installed": Text(
        "--cluster needs Dask, which is not installed here ({error}). Install it: pip install 'grader[cluster]'",
        "--cluster 需要 Dask，但此处未安装（{error}）。请安装：pip install 'grader[cluster]'",
    ),
    "cluster.no_connection": Text(
        "There is no Dask scheduler at {address} ({error}). Check the address, as tls://HOST:8786, and the certificates.",
        "{address} 处没有 Dask 调度器（{error}）。请检查地址（如 tls://主机:8786）和证书。",
    ),
    "cluster.no_workers": Text(
        "The cluster has no workers. Start some, each with --nthreads 1, and run the same command again.",
        "集群中没有工作进程。请启动若干个（各用 --nthreads 1），再运行同一命令。",
    ),
    "cluster.no_grader": Text(
        "The cluster's workers cannot load the grader ({error}). Install the same version there as here.",
        "集群的工作进程无法加载 grader（{error}）。请在那里安装与此处相同的版本。",
    ),
    "cluster.no_station": Text(
        "The worker {worker} cannot get ready: {error}. Repair it or stop it.",
        "工作进程 {worker} 无法就绪：{error}。请修复或停止它。",
    ),
    "cluster.threads": Text(
        "The worker {worker} has {threads} threads, and grading needs one a process. Start it with --nthreads 1.",
        "工作进程 {worker} 有 {threads} 个线程，而批改要求每个进程一个线程。请用 --nthreads 1 启动。",
    ),
    "cluster.other_engine": Text(
        "The worker {worker} would grade otherwise than this machine: its grader or its libraries (numpy, sympy, scipy, "
        "torch, …) have other versions. Install the same there as here.",
        "工作进程 {worker} 的批改结果会与本机不同：其 grader 或所用库（numpy、sympy、scipy、torch 等）版本不同。请安装与此处相同的版本。",
    ),
    "cluster.useless": Text("{worker} gets no work: {reason}", "{worker} 不会分到任务：{reason}"),
    "cluster.large_course": Text(
        "The course cannot be sent to the workers: {error}. Move large files out of exercises/ and solutions/.",
        "无法把课程发送给工作进程：{error}。请把大文件移出 exercises/ 和 solutions/。",
    ),
    "cluster.lost": Text(
        "The cluster was lost ({error}). What is graded is kept; run the same command again to go on with the rest.",
        "与集群的连接中断（{error}）。已批改的结果已保存；再次运行同一命令即可继续。",
    ),
}
