#!/bin/bash
# One share of a study for each job of an array: `ruralparty design STUDY` once, then `sbatch job_array.sh STUDY`.
# Shares depend on the names of the runs alone. A job that ends early is handed in again with its own number
# (`sbatch --array=7 job_array.sh STUDY`); a last `ruralparty sweep STUDY` does whatever is left.
# Another number of shares stands in two places: `SHARES=40 sbatch --array=1-40 job_array.sh STUDY`, and again so.
#SBATCH --job-name=ruralparty
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@60
set -eu
study=${1:?usage: sbatch job_array.sh STUDY}
# Not SLURM_ARRAY_TASK_COUNT: of a job that is handed in again by itself, that is 1. Outside an array all is one share.
share=1/1
[ -z "${SLURM_ARRAY_TASK_ID:-}" ] || share="$SLURM_ARRAY_TASK_ID/${SHARES:-20}"
exec ruralparty sweep "$study" --shard "$share" --jobs "${SLURM_CPUS_PER_TASK:-1}"
